// Helpers for UTF-8 text. Pure functions. Any thread may call them.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

// Returns the code points of `text`. Bytes that are not UTF-8 become U+FFFD.
std::u32string code_points(std::string_view text);

// A value that is not a code point, or only half of one (a surrogate), is written as U+FFFD.
std::string utf8(std::u32string_view points);

bool is_utf8(std::string_view text);

// Converts ISO 8859-1 to UTF-8.
std::string from_latin1(std::string_view bytes);

// Returns at most `limit` bytes of valid UTF-8, cut between code points.
std::string_view cut(std::string_view text, std::size_t limit);

// Prepares a visitor's input for display and storage. Returns valid UTF-8 of at most `limit` bytes.
// Each run of white space and control characters becomes one space, and those at both ends are
// removed.
std::string tidy(std::string_view text, std::size_t limit);

// The parts are views of `text`.
std::vector<std::string_view> split(std::string_view text, char separator);
// Parts of a temporary would dangle, in `for (part : split(made(), ' '))` too.
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> split(Temporary&& text, char separator) = delete;

// Removes the first line and its newline from `text`, and returns the line without it. Other than
// `split`, it needs no memory for a text of a million lines.
std::string_view take_line(std::string_view& text);

std::string_view trim(std::string_view text);

// 18101 -> "18,101"
std::string with_commas(std::int64_t number);

inline bool is_ascii_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

inline bool is_ascii_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

// Other letters than those of ASCII stay as they are.
std::string lower_case(std::string_view text);

}  // namespace manual
