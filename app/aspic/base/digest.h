#pragma once
// A short name for a text: BLAKE2b. Two texts with the same name are the same text, as far as
// anybody will ever see. Any thread; one Digest belongs to one thread at a time.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace aspic {

/// Takes a text in pieces. The text counts, not where the pieces begin and end.
class Digest {
public:
    /// `size` is the length of the hash in bytes, 16 to 64. BLAKE2b of another length is another
    /// hash, and what is stored rests on it.
    explicit Digest(std::size_t size = 16);
    ~Digest();
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

    void add(std::string_view piece);
    /// "4:page": with its length before it, so that the ends of texts in a list count too.
    void add_sized(std::string_view text);
    /// The hash of all that was added. To be called once.
    std::string bytes();

private:
    struct State;
    const std::unique_ptr<State> state_;
    const std::size_t size_;
};

/// As base64url: 4/3 as many characters as `bytes`, rounded up. `bytes` is from 1 to 32.
std::string digest(std::string_view text, std::size_t bytes);

/// 16 hexadecimal digits, of another hash than `digest` gives: the names of static files and of
/// pages in Redis rest on it.
std::string short_digest(std::string_view text);

}  // namespace aspic
