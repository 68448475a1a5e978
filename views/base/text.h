// Small helpers for text in UTF-8. Pure functions, callable from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace manual {

// The code points of `text`; bytes that are not UTF-8 come as U+FFFD.
std::u32string code_points(std::string_view text);

// What is no code point, or only half of one (a surrogate), is written as U+FFFD.
std::string utf8(std::u32string_view points);

bool is_utf8(std::string_view text);

// Bytes of ISO 8859-1 as UTF-8.
std::string from_latin1(std::string_view bytes);

// No more than `limit` bytes of valid UTF-8, cut between code points.
std::string_view cut(std::string_view text, std::size_t limit);

// What a visitor typed, fit to be shown and stored: valid UTF-8, every run of white space and
// control characters one space, none at either end, no more than `limit` bytes.
std::string tidy(std::string_view text, std::size_t limit);

std::vector<std::string_view> split(std::string_view text, char separator);

std::string_view trim(std::string_view text);

// 18101 -> "18,101"
std::string with_commas(std::int64_t number);

inline bool is_ascii_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace manual
