#pragma once
// The characters that fields are made of (RFC 9110, section 5.6), for parsers. Pure functions, no
// locale.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace aspic::syntax {

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline std::string lower_case(std::string_view text)
{
    std::string small{text};
    for (char& c : small)
        c = lower(c);
    return small;
}

constexpr char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

constexpr bool is_control(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

constexpr bool is_ascii(std::string_view text)
{
    for (const char c : text) {
        if (static_cast<unsigned char>(c) > 0x7f) return false;
    }
    return true;
}

/// 0 to 15, or -1 if `c` is not a hexadecimal digit.
constexpr int hex_value(char c)
{
    if (is_digit(c)) return c - '0';
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// The lower-case digit of the last four bits.
constexpr char hex_digit(unsigned value)
{
    return std::string_view{"0123456789abcdef"}[value & 15U];
}

/// The characters that a token may have, by byte.
inline constexpr auto token_characters = [] {
    std::array<bool, 256> may_be{};
    for (std::size_t byte = 0; byte < may_be.size(); ++byte) {
        const char c = static_cast<char>(byte);
        may_be[byte] = is_digit(c) || is_letter(c) ||
                       std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
    }
    return may_be;
}();

/// token = 1*tchar (RFC 9110, section 5.6.2).
constexpr bool is_token(std::string_view text)
{
    for (const char c : text) {
        if (!token_characters[static_cast<unsigned char>(c)]) return false;
    }
    return !text.empty();
}

/// The text without the spaces and tabs around it.
constexpr std::string_view trim(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// Removes the text up to the first `separator`, and the separator, from the front of `rest`.
/// Returns that text. Takes all of `rest` if there is no separator.
constexpr std::string_view take_until(std::string_view& rest, char separator)
{
    const auto end = rest.find(separator);
    const auto piece = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return piece;
}

}  // namespace aspic::syntax
