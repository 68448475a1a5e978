#include "sources/name_section.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::size_t longest_description = 300;
constexpr std::size_t most_names = 200;

// A line such as `.B "two words" more`, split into the macro "B" and its arguments.
struct Request {
    std::string macro;
    std::vector<std::string> arguments;
};

std::optional<Request> request(std::string_view line)
{
    if (line.empty() || (line[0] != '.' && line[0] != '\'')) return {};
    line = trim(line.substr(1));
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    Request result{std::string{line.substr(0, end)}, {}};
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

std::string joined(const std::vector<std::string>& words, std::string_view between)
{
    std::string text;
    for (const std::string& word : words) {
        if (&word != &words.front()) text += between;
        text += word;
    }
    return text;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_name_heading(const Request& line)
{
    std::string heading = plain_text(joined(line.arguments, " "));
    for (char& c : heading)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return heading == "NAME" || heading == "NAMES";
}

// Returns the lines between the heading NAME and the next heading. Each break (`.br`, a paragraph)
// becomes a newline.
std::string name_text(std::string_view source)
{
    std::string text;
    bool inside = false;
    bool in_definition = false;
    for (std::string_view line : split(source, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto macro = request(line);
        if (in_definition) {
            in_definition = !(macro && macro->macro == ".");
            continue;
        }
        if (!macro) {
            if (inside) text += plain_text(line) + (line.ends_with("\\c") ? "" : " ");
            continue;
        }
        const std::string& name = macro->macro;
        if (is_one_of(name, {"SH", "Sh", "SS", "Ss"})) {
            if (inside) break;
            inside = is_name_heading(*macro);
        } else if (is_one_of(name, {"de", "de1", "am", "ig"})) {
            in_definition = true;
        } else if (!inside) {
            continue;
        } else if (name == "Nd") {
            text += "\\- " + plain_text(joined(macro->arguments, " ")) + " ";
        } else if (is_one_of(name, {"B", "I", "R", "SM", "SB", "Nm", "Fn", "Nx", "Em", "Sy", "Dv",
                                    "Xr", "Ic", "Tn"})) {
            text += plain_text(joined(macro->arguments, " ")) + " ";
        } else if (is_one_of(name, {"BR", "BI", "RB", "RI", "IB", "IR"})) {
            text += plain_text(joined(macro->arguments, "")) + " ";
        } else if (is_one_of(name, {"br", "sp", "PP", "P", "LP", "Pp", "TP", "IP"})) {
            text += '\n';
        }
    }
    return text;
}

// Finds the position and the length of the separator between names and description. plain_text()
// keeps the sign itself.
std::optional<std::pair<std::size_t, std::size_t>> dash(std::string_view text)
{
    for (const std::string_view sign : {"\\-", " -- ", " - ", " \u2014 ", " \u2013 ", "\u2014"}) {
        const std::size_t at = text.find(sign);
        if (at != std::string_view::npos) return std::pair{at, sign.size()};
    }
    return {};
}

std::string finished(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at, 2) == "\\-") ++at;
        out += text[at];
    }
    std::string line = tidy(out, longest_description);
    return out.size() > longest_description && line.size() > longest_description - 4
               ? line + "\u2026"
               : line;
}

}  // namespace

std::vector<NamedPurpose> read_name_section(std::string_view source)
{
    const std::string text = is_utf8(source) ? name_text(source) : name_text(from_latin1(source));
    std::vector<NamedPurpose> purposes;
    for (const std::string_view line : split(text, '\n')) {
        const auto sign = dash(line);
        if (!sign) continue;
        // A hyphen in a name may be written `\-`. So if there are several signs, the one between
        // spaces counts.
        auto [at, length] = *sign;
        const std::size_t spaced = line.find(" \\- ");
        if (spaced != std::string_view::npos) at = spaced + 1;
        std::string description = finished(line.substr(at + length));
        description.erase(0, description.find_first_not_of("- "));
        for (const std::string_view part : split(line.substr(0, at), ',')) {
            std::string name = finished(part);
            if (!name.empty() && purposes.size() < most_names)
                purposes.push_back({std::move(name), description});
        }
    }
    return purposes;
}

}  // namespace manual
