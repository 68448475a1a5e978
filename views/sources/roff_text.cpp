#include "sources/roff_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "sources/special_characters.h"

namespace manual {

namespace {

// The strings that man(7), mdoc(7) and Pod::Man define. The quotes of Pod::Man are those of its
// output for terminals.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> predefined_strings{{
    {"lq", "\u201C"}, {"rq", "\u201D"}, {"Lq", "\u201C"}, {"Rq", "\u201D"}, {"L\"", "\""},
    {"R\"", "\""},    {"C'", "\""},     {"C`", "\""},     {"C+", "C++"},    {"--", "--"},
    {"PI", "\u03C0"}, {"R", "\u00AE"},  {"Tm", "\u2122"}, {"Aq", "'"},      {"Am", "&"},
    {"Ba", "|"},      {"Ge", "\u2265"}, {"Gt", ">"},      {"If", "\u221E"}, {"Le", "\u2264"},
    {"Lt", "<"},      {"Na", "NaN"},    {"Ne", "\u2260"}, {"Pi", "\u03C0"}, {"Pm", "\u00B1"},
    {"q", "\""},
}};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view predefined_string(std::string_view key)
{
    for (const auto& [name, text] : predefined_strings) {
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

// Removes `'...'` after escapes such as `\h'1'`, and returns what is between the quotes.
std::string_view take_quoted(std::string_view& rest)
{
    if (rest.empty()) return {};
    const std::size_t end = std::min(rest.find(rest[0], 1), rest.size());
    const std::string_view inner = rest.substr(1, end - 1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return inner;
}

void skip_size(std::string_view& rest)
{
    if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
    if (rest.starts_with('[') || rest.starts_with('(')) {
        take_name(rest);
    } else if (!rest.empty()) {
        // `\s10` to `\s39` have two digits.
        const bool two = rest.size() > 1 && rest[0] >= '1' && rest[0] <= '3' && is_digit(rest[1]);
        rest.remove_prefix(two ? 2 : 1);
    }
}

// Removes one escape from `rest` and appends its output. The backslash has already been removed.
void take_escape(std::string_view& rest, std::string& out)
{
    const char escape = rest[0];
    if (escape == '(' || escape == '[') {
        out += special_character(take_name(rest));
        return;
    }
    rest.remove_prefix(1);
    switch (escape) {
        case '-':
            out += roff_minus;
            break;
        case 'e':
        case '\\':
            out += '\\';
            break;
        case ' ':
        case '~':
        case '0':
        case 't':
            out += ' ';
            break;
        case '\'':
        case '`':
        case '.':
        case '_':
            out += escape;
            break;
        case '*':
            out += predefined_string(take_name(rest));
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
        case 'o':
        case 'b':
        case 'D':
        case 'l':
        case 'L':
        case 'X':
        case 'x':
        case 'Z':
            take_quoted(rest);
            break;
        case 'C':
            out += special_character(take_quoted(rest));
            break;
        case 'N':
            out += special_character("char" + std::string{take_quoted(rest)});
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

std::optional<RoffRequest> roff_request(std::string_view line)
{
    if (line.empty() || (line[0] != '.' && line[0] != '\'')) return {};
    line = trim(line.substr(1));
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    RoffRequest result{std::string{line.substr(0, end)}, {}};
    if (result.macro.starts_with('\\')) return RoffRequest{};  // a comment
    line.remove_prefix(end);
    while (!(line = trim(line)).empty() && !line.starts_with("\\\"")) {
        std::string argument;
        bool quoted = line[0] == '"';
        std::size_t at = quoted ? 1 : 0;
        for (; at < line.size(); ++at) {
            if (line[at] == '\\' && at + 1 < line.size()) {
                argument += line[at++];
            } else if (quoted && line[at] == '"') {
                if (at + 1 == line.size() || line[at + 1] != '"') break;
                ++at;
            } else if (!quoted && (line[at] == ' ' || line[at] == '\t')) {
                break;
            }
            argument += line[at];
        }
        result.arguments.push_back(std::move(argument));
        line.remove_prefix(std::min(at + 1, line.size()));
    }
    return result;
}

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
