#pragma once
// The keys that session cookies are sealed with: a file of one base64 key per line, newest first,
// readable by its owner alone. The first key seals, all of them open, so that a rotation signs
// nobody out. A SessionKeys never changes once it is made; any number of threads may read one. A
// running server knows the keys that it has loaded: it sees a rotation when it is started again.

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

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
    bool operator==(const SessionKey&) const = default;

private:
    SessionKey() = default;
    std::array<unsigned char, size> bytes_{};
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
    auto begin() const { return keys_.begin(); }
    auto end() const { return keys_.end(); }
    std::size_t size() const { return keys_.size(); }

private:
    std::vector<SessionKey> keys_;
};

/// Puts a new first key into an existing key file, and keeps at most `keep` of the older ones;
/// sessions that were sealed with the others end. The file is replaced as a whole: a server that
/// starts meanwhile reads the old or the new one. Throws std::runtime_error as load_or_create does.
void rotate_session_key(const std::filesystem::path& file, std::size_t keep);

}  // namespace aspic
