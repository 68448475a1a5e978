#include "base/text.h"

namespace manual {

namespace {

constexpr char32_t replacement = 0xFFFD;

// Takes one code point off the front of `text`.
char32_t take_point(std::string_view& text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    char32_t point = length == 1   ? lead
                     : length == 2 ? lead & 0x1F
                     : length == 3 ? lead & 0x0F
                                   : lead & 0x07;
    bool valid = length > 0 && length <= text.size();
    for (std::size_t i = 1; valid && i < length; ++i) {
        valid = (byte(i) & 0xC0) == 0x80;
        point = (point << 6) | (byte(i) & 0x3F);
    }
    valid = valid && !(length == 3 && (point < 0x800 || (point >= 0xD800 && point < 0xE000))) &&
            !(length == 4 && (point < 0x10000 || point > 0x10FFFF));
    text.remove_prefix(valid ? length : 1);
    return valid ? point : replacement;
}

void append(std::string& out, char32_t point)
{
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (point < 0x80) {
        put(point);
    } else if (point < 0x800) {
        put(0xC0 | (point >> 6));
        put(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        put(0xE0 | (point >> 12));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    } else {
        put(0xF0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3F));
        put(0x80 | ((point >> 6) & 0x3F));
        put(0x80 | (point & 0x3F));
    }
}

// Also the characters that turn the direction of text around, and other invisible ones.
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
        points += take_point(text);
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
        const std::size_t before = text.size();
        if (take_point(text) == replacement && before - text.size() == 1) return false;
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
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80)
        --limit;
    return text.substr(0, limit);
}

std::string tidy(std::string_view text, std::size_t limit)
{
    std::string out;
    bool space = false;
    while (!text.empty() && out.size() <= limit) {
        const char32_t point = take_point(text);
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
