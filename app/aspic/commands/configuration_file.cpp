#include <aspic/commands/configuration_file.h>

#include <optional>
#include <stdexcept>

#include <aspic/base/syntax.h>
#include <aspic/base/whole_file.h>
#include <aspic/commands/options.h>

namespace aspic {

namespace {

constexpr char quote = '"';
constexpr char escape = '\\';
constexpr char comment = '#';

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

// The position of the comment, or the size of the text.
std::size_t find_comment(std::string_view text)
{
    for (std::size_t at = text.find(comment); at < text.size(); at = text.find(comment, at + 1)) {
        if (at == 0 || is_blank(text[at - 1])) return at;
    }
    return text.size();
}

// Returns nothing if the closing quote is missing, or if something follows it.
std::optional<std::string> value_of(std::string_view text)
{
    if (!text.starts_with(quote))
        return std::string{syntax::trim(text.substr(0, find_comment(text)))};
    std::string value;
    std::size_t at = 1;
    for (; at < text.size() && text[at] != quote; ++at) {
        if (text[at] == escape && at + 1 < text.size()) ++at;
        value += text[at];
    }
    if (at == text.size()) return {};
    const std::string_view rest = text.substr(at + 1);
    const bool is_end = syntax::trim(rest.substr(0, find_comment(rest))).empty();
    return is_end ? std::optional{value} : std::nullopt;
}

std::string quoted(std::string_view value)
{
    std::string text(1, quote);
    for (const char c : value) {
        if (c == quote || c == escape) text += escape;
        text += c;
    }
    return text + quote;
}

}  // namespace

std::filesystem::path default_configuration_file(std::string_view program)
{
    return "/etc/aspic/" + std::string{program} + ".conf";
}

std::string read_configuration_file(const std::filesystem::path& file)
{
    constexpr std::size_t most_bytes = 1'048'576;
    try {
        return read_bounded_file(file, most_bytes, FileKind::any);
    } catch (const std::runtime_error& error) {
        throw UsageError{"the configuration file " + file.string() +
                         " cannot be used: " + error.what()};
    }
}

std::vector<ConfigurationLine> parse_configuration(std::string_view text,
                                                   const std::filesystem::path& file)
{
    std::vector<ConfigurationLine> lines;
    std::size_t number = 0;
    while (!text.empty()) {
        std::string_view line = syntax::take_until(text, '\n');
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        line = syntax::trim(line);
        if (line.empty() || line.starts_with(comment)) continue;
        const auto wrong = [&](const std::string& why) {
            return UsageError{file.string() + ':' + std::to_string(number) + ": " + why};
        };
        if (line.find('=') == std::string_view::npos) {
            throw wrong("\"" + std::string{line} +
                        "\" is not an option: write `name = value`, or `#` before a comment");
        }
        const std::string_view name = syntax::trim(syntax::take_until(line, '='));
        const auto value = value_of(syntax::trim(line));
        if (!value) {
            throw wrong("the value of " + std::string{name} +
                        " begins with a double quote: end it with one, and only a "
                        "comment may follow");
        }
        lines.push_back({number, std::string{name}, *value});
    }
    return lines;
}

std::string configuration_line(std::string_view name, std::string_view value)
{
    const bool is_plain = !value.starts_with(quote) && find_comment(value) == value.size() &&
                          syntax::trim(value).size() == value.size();
    std::string line{name};
    line.append(" =");
    if (!value.empty()) line.append(" ").append(is_plain ? std::string{value} : quoted(value));
    return line;
}

}  // namespace aspic
