#include <aspic/commands/roff.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include <aspic/base/syntax.h>
#include <aspic/commands/text.h>

namespace aspic::roff {

namespace {

constexpr std::size_t longest_line = 78;
constexpr std::size_t longest_macro = 3;

constexpr std::string_view nothing = "\\&";
constexpr std::string_view bold = "\\fB";
constexpr std::string_view roman = "\\fR";

std::string_view escape_of(char c)
{
    switch (c) {
        case '\\':
            return "\\e";
        case '-':
            return "\\-";
        case '"':
            return "\\(dq";
        case '\'':
            return "\\(aq";
        case '`':
            return "\\(ga";
        case '^':
            return "\\(ha";
        case '~':
            return "\\(ti";
        default:
            return {};
    }
}

bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80;
}

// Takes one character that is not ASCII from the front of the text.
std::uint32_t take_character(std::string_view& text)
{
    constexpr std::uint32_t replacement = 0xfffd;
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    const bool is_whole =
        size > 0 && first < 0xf5 && text.size() >= size &&
        std::all_of(text.begin() + 1, text.begin() + static_cast<long>(size), is_continuation);
    if (!is_whole) {
        text.remove_prefix(1);
        return replacement;
    }
    std::uint32_t point = first & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i)
        point = point << 6U | (static_cast<unsigned char>(text[i]) & 0x3fU);
    text.remove_prefix(size);
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = point >= 0xd800 && point < 0xe000;
    return point < least.at(size) || point > 0x10ffff || is_surrogate ? replacement : point;
}

std::string character_escape(std::uint32_t point)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "\\[u%04X]", point);
    return text.data();
}

bool ends_sentence(std::string_view word)
{
    const std::size_t last = word.find_last_not_of(")]");
    return last != std::string_view::npos &&
           std::string_view{".!?"}.find(word[last]) != std::string_view::npos;
}

// Macros that a line may call begin with a capital or a %; delimiters are one character.
bool may_be_macro(std::string_view word)
{
    if (word.empty()) return true;
    const bool is_ordinary = syntax::is_digit(word[0]) || (word[0] >= 'a' && word[0] <= 'z');
    return word.size() <= longest_macro && !is_ordinary;
}

// Escapes the word, and makes the parts between backquotes bold.
std::string marked(std::string_view word, bool& is_bold)
{
    std::string text;
    for (;;) {
        const std::size_t quote = word.find('`');
        text += escaped(word.substr(0, quote));
        if (quote == std::string_view::npos) return text;
        is_bold = !is_bold;
        text += is_bold ? bold : roman;
        word.remove_prefix(quote + 1);
    }
}

}  // namespace

std::string escaped(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const char c = text.front();
        if (!syntax::is_ascii(text.substr(0, 1))) {
            result += character_escape(take_character(text));
            continue;
        }
        text.remove_prefix(1);
        const std::string_view escape = escape_of(c);
        if (!escape.empty())
            result += escape;
        else
            result += syntax::is_control(c) ? ' ' : c;
    }
    return result;
}

std::string argument(std::string_view text)
{
    std::string result{may_be_macro(text) ? nothing : ""};
    result += escaped(text);
    return result.find(' ') == std::string::npos ? result : '"' + result + '"';
}

std::string arguments(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        const std::string_view word = syntax::take_until(text, ' ');
        if (!word.empty()) result.append(result.empty() ? "" : " ").append(argument(word));
    }
    return result;
}

std::string as_sentence(std::string_view text)
{
    std::string sentence{text};
    const std::string_view first = text.substr(0, text.find(' '));
    const std::size_t letters = first.find_first_not_of("abcdefghijklmnopqrstuvwxyz-");
    const bool is_word = letters == std::string_view::npos || first.substr(letters) == "," ||
                         first.substr(letters) == ";";
    if (is_word && !sentence.empty()) sentence.front() = syntax::upper(sentence.front());
    if (!sentence.empty() && !ends_sentence(sentence)) sentence += '.';
    return sentence;
}

void Writer::macro(std::string_view name, std::string_view arguments)
{
    source_.append(".").append(name);
    if (!arguments.empty()) source_.append(" ").append(arguments);
    source_ += '\n';
}

void Writer::text(std::string_view text)
{
    std::string line;
    bool is_bold = false;
    const auto end_line = [&] {
        if (line.empty()) return;
        // At the start of a line, a dot or an apostrophe begins a macro.
        source_.append(line.front() == '.' ? nothing : "").append(line) += '\n';
        line.clear();
    };
    while (!text.empty()) {
        const std::string_view plain = syntax::take_until(text, ' ');
        if (plain.empty()) continue;
        const std::string word = marked(plain, is_bold);
        if (!line.empty() && line.size() + 1 + word.size() > longest_line) end_line();
        line.append(line.empty() ? "" : " ").append(word);
        if (ends_sentence(plain)) end_line();
    }
    if (is_bold) line += roman;  // the closing backquote is missing
    end_line();
}

void Writer::literal(const std::vector<std::string>& lines)
{
    macro("Bd", "-literal -offset indent");
    for (const std::string& line : lines)
        source_.append(line.starts_with('.') ? nothing : "").append(escaped(line)) += '\n';
    macro("Ed");
}

}  // namespace aspic::roff
