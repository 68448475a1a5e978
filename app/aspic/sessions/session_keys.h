#pragma once
// The keys of the session cookies: a file with one base64 key per line, newest first, readable only
// by its owner. All keys open cookies, so a rotation signs nobody out; one key seals. A SessionKeys
// never changes; any number of threads may read it.
//
// Several processes share the file, and each must know a key before another one seals with it. So a
// new key has a time from which it seals ("BASE64 from 1800000000", seconds since 1970). By then,
// all processes have read the file again (see session_keyring.h). A key without a time seals at
// once.

#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/clock.h>

namespace aspic {

/// 32 secret bytes, wiped from memory by the destructor.
class SessionKey {
public:
    static constexpr std::size_t size = 32;

    static SessionKey random();
    /// Throws std::invalid_argument if `base64` is not the base64 text of 32 bytes (RFC 4648,
    /// section 4).
    static SessionKey from_base64(std::string_view base64);
    std::string base64() const;

    SessionKey(const SessionKey&) = default;
    SessionKey& operator=(const SessionKey&) = default;
    ~SessionKey();

    const unsigned char* data() const { return bytes_.data(); }
    /// The key does not seal before this time. By default it always seals.
    Time seals_from() const { return seals_from_; }
    void set_seals_from(Time time) { seals_from_ = time; }
    /// Compares the secret bytes.
    bool operator==(const SessionKey& other) const { return bytes_ == other.bytes_; }

private:
    SessionKey() = default;
    std::array<unsigned char, size> bytes_{};
    Time seals_from_{};
};

class SessionKeys {
public:
    /// Reads the key file, or creates it with one new key. Processes that start at the same time
    /// agree on one key. Throws std::runtime_error, which names the file, the problem and what to
    /// do.
    static SessionKeys load_or_create(const std::filesystem::path& file);
    /// Reads the key file. Throws std::runtime_error as above, and also if the file does not exist.
    static SessionKeys load(const std::filesystem::path& file);
    /// Makes one new key that is in no file: all sessions end when this process ends.
    static SessionKeys in_memory();
    /// Throws std::invalid_argument if there is no key.
    explicit SessionKeys(std::vector<SessionKey> newest_first);

    const SessionKey& newest() const { return keys_.front(); }
    /// Returns the key that seals at `now`: the newest whose time has come, or the oldest if there
    /// is none.
    const SessionKey& sealing(Time now) const;
    auto begin() const { return keys_.begin(); }
    auto end() const { return keys_.end(); }
    std::size_t size() const { return keys_.size(); }

private:
    std::vector<SessionKey> keys_;
};

/// Adds a new first key to an existing key file. The key seals from `now` + `delay` on; by then
/// every process that shares the file must have read it. At most `keep` of the keys that have
/// sealed by `now` stay; sessions that were sealed with the others end. If `keep` is 0, the new key
/// is the only one, and seals at once. The file is replaced as a whole: a server that reads it at
/// the same time gets the old or the new one. Throws std::runtime_error like load_or_create.
void rotate_session_key(const std::filesystem::path& file, std::size_t keep, Time now,
                        std::chrono::seconds delay);

}  // namespace aspic
