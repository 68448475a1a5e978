// plain_text(): the escapes of roff(7) that occur in NAME sections.
#include <array>
#include <utility>

#include "base/text.h"
#include "sources/name_section.h"

namespace manual {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 34> special_characters{{
    {"em", "\u2014"}, {"en", "\u2013"}, {"hy", "-"},      {"mi", "-"},      {"aq", "'"},
    {"dq", "\""},     {"oq", "\u2018"}, {"cq", "\u2019"}, {"lq", "\u201C"}, {"rq", "\u201D"},
    {"bu", "\u2022"}, {"co", "\u00A9"}, {"rg", "\u00AE"}, {"tm", "\u2122"}, {"rs", "\\"},
    {"ti", "~"},      {"ha", "^"},      {"ga", "`"},      {"mu", "\u00D7"}, {"->", "\u2192"},
    {"<-", "\u2190"}, {"+-", "\u00B1"}, {"lB", "["},      {"rB", "]"},      {"at", "@"},
    {"sh", "#"},      {"Do", "$"},      {"sl", "/"},      {"ul", "_"},      {"ba", "|"},
    {"'e", "\u00E9"}, {":a", "\u00E4"}, {":o", "\u00F6"}, {":u", "\u00FC"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> predefined_strings{{
    {"lq", "\u201C"},
    {"rq", "\u201D"},
    {"L\"", "\u201C"},
    {"R\"", "\u201D"},
    {"C'", "'"},
    {"C`", "\""},
    {"R", "\u00AE"},
    {"Tm", "\u2122"},
    {"Aq", "'"},
}};

template <class Table>
std::string_view find(const Table& table, std::string_view key)
{
    for (const auto& [name, text] : table) {
        if (name == key) return text;
    }
    return {};
}

// Removes the name after an escape such as `\f` or `\*` from `rest`: one character, `(xx`, or
// `[long]`.
std::string_view take_name(std::string_view& rest)
{
    std::size_t start = 0;
    std::size_t length = 1;
    if (rest.starts_with('(')) {
        start = 1;
        length = 2;
    } else if (rest.starts_with('[')) {
        start = 1;
        length = std::min(rest.find(']'), rest.size()) - 1;
    }
    const std::string_view name = rest.substr(std::min(start, rest.size()), length);
    rest.remove_prefix(std::min(rest.size(), start + length + (rest.starts_with('[') ? 1 : 0)));
    return name;
}

// `u00E9` -> U+00E9
std::string unicode_character(std::string_view name)
{
    if (name.size() < 5 || name.size() > 7 || name[0] != 'u') return {};
    char32_t point = 0;
    for (const char c : name.substr(1)) {
        const std::size_t digit = std::string_view{"0123456789ABCDEF"}.find(c);
        if (digit == std::string_view::npos) return {};
        point = point * 16 + static_cast<char32_t>(digit);
    }
    return utf8({&point, 1});
}

// Skips `'...'` after escapes such as `\h'1'`.
void skip_quoted(std::string_view& rest)
{
    if (rest.empty()) return;
    const std::size_t end = rest.find(rest[0], 1);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
}

void skip_size(std::string_view& rest)
{
    if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
    if (rest.starts_with('[') || rest.starts_with('(')) {
        take_name(rest);
    } else if (!rest.empty()) {
        rest.remove_prefix(1);
    }
}

// Removes one escape from `rest` and appends its output. The backslash has already been removed.
void take_escape(std::string_view& rest, std::string& out)
{
    const char escape = rest[0];
    if (escape == '(' || escape == '[') {
        const std::string_view name = take_name(rest);
        out += find(special_characters, name);
        out += unicode_character(name);
        return;
    }
    rest.remove_prefix(1);
    switch (escape) {
        case '-':
            out += "\\-";
            break;  // kept, see read_name_section()
        case 'e':
        case '\\':
            out += '\\';
            break;
        case ' ':
        case '~':
        case '0':
            out += ' ';
            break;
        case '\'':
        case '`':
        case '.':
            out += escape;
            break;
        case '*':
            out += find(predefined_strings, take_name(rest));
            break;
        case 'f':
        case 'F':
        case 'm':
        case 'M':
        case 'n':
        case 'k':
        case 'g':
            take_name(rest);
            break;
        case 's':
            skip_size(rest);
            break;
        case 'h':
        case 'v':
        case 'w':
        case 'N':
        case 'o':
        case 'b':
        case 'D':
        case 'l':
        case 'L':
        case 'X':
            skip_quoted(rest);
            break;
        case '"':
        case '#':
            rest = {};
            break;
        default:
            break;
    }
}

}  // namespace

std::string plain_text(std::string_view roff)
{
    std::string out;
    while (!roff.empty()) {
        const char c = roff[0];
        roff.remove_prefix(1);
        if (c == '\\' && !roff.empty()) {
            take_escape(roff, out);
        } else if (c != '\\') {
            out += c;
        }
    }
    return out;
}

}  // namespace manual
