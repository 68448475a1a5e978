#pragma once
// A short name for a text: its BLAKE2b hash. If two texts have the same hash, treat them as the
// same text. Any thread; one Digest belongs to one thread at a time.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace aspic {

/// Hashes a text in pieces. Only the whole text matters, not how it is divided.
class Digest {
public:
    /// `size` is the length of the hash in bytes, 16 to 64. BLAKE2b gives a different hash for each
    /// length, so do not change the length of stored hashes. Throws std::invalid_argument for
    /// another length than 16 to 64.
    explicit Digest(std::size_t size = 16);
    ~Digest();
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

    void add(std::string_view piece);
    /// Adds "4:page": the text with its length before it. So the boundaries of texts in a list
    /// count too.
    void add_sized(std::string_view text);
    /// Returns the hash of all that was added, as `size` bytes. Call it once.
    std::string bytes();

private:
    struct State;
    const std::unique_ptr<State> state_;
    const std::size_t size_;
};

/// The hash of the text as base64url: 4/3 as many characters as `bytes`, rounded up. Throws
/// std::invalid_argument if `bytes` is not from 1 to 32.
std::string digest(std::string_view text, std::size_t bytes);

/// 16 hexadecimal digits, from another hash than that of `digest`. The names of static files and of
/// pages in Redis depend on it.
std::string short_digest(std::string_view text);

}  // namespace aspic
