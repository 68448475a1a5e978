#pragma once
// A compression dictionary (RFC 9842): a text that browsers have, so that a page need not repeat
// it. A process has at most one, made at start; any thread.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace aspic {

class CompressionDictionary {
public:
    /// A browser loads it in the background once, and keeps it.
    static constexpr std::size_t most_bytes = std::size_t{1} << 20U;
    /// A file of `zstd --train` has tables of less than 1 KiB before the content.
    static constexpr std::size_t most_file_bytes = most_bytes + 4096;
    /// Of the bytes before a frame of dcz (section 5): a magic number and the SHA-256.
    static constexpr std::size_t header_size = 40;

    /// If the text is a file of `zstd --train`, the dictionary is its content: in HTTP, a
    /// dictionary is a plain text. Throws std::invalid_argument, which says what is wrong with the
    /// text.
    explicit CompressionDictionary(std::string_view text);
    ~CompressionDictionary();
    CompressionDictionary(const CompressionDictionary&) = delete;
    CompressionDictionary& operator=(const CompressionDictionary&) = delete;

    const std::string& content() const { return content_; }
    /// Its SHA-256 as a client names it in Available-Dictionary: ":pZGm1A...rzI=:" (section 2.2).
    const std::string& hash_field() const { return hash_field_; }
    /// The first 16 hexadecimal digits of its SHA-256.
    const std::string& name() const { return name_; }

    /// Returns the dcz copy (section 5); empty if there is not enough memory.
    std::string compress(std::string_view body) const;

private:
    struct Prepared;

    std::string content_;
    std::string header_;
    std::string hash_field_;
    std::string name_;
    std::unique_ptr<const Prepared> prepared_;
};

}  // namespace aspic
