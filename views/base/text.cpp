#include "base/text.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>

namespace manual {

namespace {

constexpr char32_t replacement = 0xFFFD;

// Removes one code point from the front of `text`. Returns nothing if the bytes there are not
// UTF-8.
std::optional<char32_t> take_point(std::string_view& text)
{
    std::size_t size = 0;
    UChar32 point = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // the macro converts from int to its bytes
    U8_NEXT(text.data(), size, text.size(), point);
#pragma GCC diagnostic pop
    text.remove_prefix(size);
    if (point < 0) return {};
    return static_cast<char32_t>(point);
}

void append(std::string& out, char32_t point)
{
    const char32_t valid = U8_LENGTH(point) == 0 ? replacement : point;
    std::array<char, U8_MAX_LENGTH> bytes{};
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, valid);
    out.append(bytes.data(), size);
}

// Includes invisible characters, such as those that change the direction of the text.
bool is_space_or_control(char32_t point)
{
    return point <= 0x20 || (point >= 0x7F && point <= 0xA0) ||
           (point >= 0x2000 && point <= 0x200F) || (point >= 0x2028 && point <= 0x202F) ||
           (point >= 0x205F && point <= 0x206F) || point == 0x3000 || point == 0xFEFF;
}

}  // namespace

std::u32string code_points(std::string_view text)
{
    std::u32string points;
    while (!text.empty())
        points += take_point(text).value_or(replacement);
    return points;
}

std::string utf8(std::u32string_view points)
{
    std::string out;
    for (const char32_t point : points)
        append(out, point);
    return out;
}

bool is_utf8(std::string_view text)
{
    while (!text.empty()) {
        if (!take_point(text)) return false;
    }
    return true;
}

std::string from_latin1(std::string_view bytes)
{
    std::string out;
    for (const char byte : bytes)
        append(out, static_cast<unsigned char>(byte));
    return out;
}

std::string_view cut(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit) return text;
    while (limit > 0 && U8_IS_TRAIL(text[limit]))
        --limit;
    return text.substr(0, limit);
}

std::string tidy(std::string_view text, std::size_t limit)
{
    std::string out;
    bool space = false;
    while (!text.empty() && out.size() <= limit) {
        const char32_t point = take_point(text).value_or(replacement);
        if (is_space_or_control(point)) {
            space = !out.empty();
            continue;
        }
        if (space) out += ' ';
        space = false;
        append(out, point);
    }
    out.resize(cut(out, limit).size());
    while (out.ends_with(' '))
        out.pop_back();
    return out;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view take_line(std::string_view& text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

std::string lower_case(std::string_view text)
{
    std::string lower{text};
    for (char& c : lower) {
        if (is_ascii_capital(c)) c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

std::string_view trim(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const std::size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

std::string with_commas(std::int64_t number)
{
    std::string digits = std::to_string(number);
    const std::ptrdiff_t first = number < 0 ? 1 : 0;
    for (auto at = std::ssize(digits) - 3; at > first; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return digits;
}

}  // namespace manual
