#pragma once
// The keys that session cookies are sealed with: a file of one base64 key per line, newest first,
// readable by its owner alone. All of them open, so that a rotation signs nobody out; one of them
// seals. A SessionKeys never changes once it is made; any number of threads may read one.
//
// Several processes share the file, and each must know a key before another one seals with it. So a
// new key says from when it seals ("BASE64 from 1800000000", seconds since 1970): until then all
// processes have read the file again (see session_keyring.h). A line without a time seals at once.

#include <array>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/clock.h>

namespace aspic {

/// 32 secret bytes, wiped from memory at the end of their life.
class SessionKey {
public:
    static constexpr std::size_t size = 32;

    static SessionKey random();
    /// Throws std::invalid_argument where `base64` is not the text of 32 bytes (RFC 4648, section
    /// 4).
    static SessionKey from_base64(std::string_view base64);
    std::string base64() const;

    SessionKey(const SessionKey&) = default;
    SessionKey& operator=(const SessionKey&) = default;
    ~SessionKey();

    const unsigned char* data() const { return bytes_.data(); }
    /// The key seals nothing before this time. By default it always seals.
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
    /// Reads the key file, or makes it with one new key. Processes that start at once agree on one
    /// key. Throws std::runtime_error naming the file, what is wrong with it and the way out.
    static SessionKeys load_or_create(const std::filesystem::path& file);
    /// Reads the key file. Throws std::runtime_error as above, also where there is none yet.
    static SessionKeys load(const std::filesystem::path& file);
    /// One new key that is in no file: sessions end with this process.
    static SessionKeys in_memory();
    /// Throws std::invalid_argument where there is no key.
    explicit SessionKeys(std::vector<SessionKey> newest_first);

    const SessionKey& newest() const { return keys_.front(); }
    /// The key that seals at `now`: the newest whose time has come. If none has, the oldest.
    const SessionKey& sealing(Time now) const;
    auto begin() const { return keys_.begin(); }
    auto end() const { return keys_.end(); }
    std::size_t size() const { return keys_.size(); }

private:
    std::vector<SessionKey> keys_;
};

/// Puts a new first key into an existing key file. The key seals from `now` + `delay` on: until then
/// every process that shares the file must have read it. At most `keep` of the keys that have sealed
/// by `now` stay; sessions that were sealed with the others end. With `keep` 0 the new key is the
/// only one, and seals at once. The file is replaced as a whole: a server that reads it meanwhile
/// gets the old or the new one. Throws std::runtime_error as load_or_create does.
void rotate_session_key(const std::filesystem::path& file, std::size_t keep, Time now,
                        std::chrono::seconds delay);

}  // namespace aspic
