#include "formatting/newer_macros.h"

#include <algorithm>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::string_view blanks = " \t";

// Returns what follows `.MR`, also after `'MR` and `. MR`, or nothing.
std::string_view arguments_of_reference(std::string_view line)
{
    if (line.empty() || (line[0] != '.' && line[0] != '\'')) return {};
    line.remove_prefix(std::min(line.find_first_not_of(blanks, 1), line.size()));
    if (!line.starts_with("MR ") && !line.starts_with("MR\t")) return {};
    return line.substr(2);
}

// Removes one argument from `line`. Returns it in the form that it has between quotes.
std::string take_argument(std::string_view& line)
{
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    const bool quoted = line.starts_with('"');
    if (quoted) line.remove_prefix(1);
    std::string argument;
    while (!line.empty()) {
        std::size_t size = 1;
        if (quoted && line.starts_with("\"\"")) {
            size = 2;
        } else if (quoted ? line[0] == '"' : blanks.find(line[0]) != std::string_view::npos) {
            line.remove_prefix(1);
            break;
        } else if (line[0] == '\\') {  // a blank or a quote in an escape does not end it
            size = std::min<std::size_t>(2, line.size());
        }
        argument += line.substr(0, size);
        if (!quoted && line[0] == '"') argument += '"';
        line.remove_prefix(size);
    }
    return argument;
}

std::string reference(std::string_view arguments)
{
    const std::string name = take_argument(arguments);
    const std::string section = take_argument(arguments);
    const std::string after = take_argument(arguments);
    if (section.empty()) return ".B \"" + name + "\"";
    return ".BR \"" + name + "\" \"(" + section + ")" + after + "\"";
}

bool defines_reference(std::string_view line)
{
    if (!line.starts_with(".de") && !line.starts_with(".am")) return false;
    line.remove_prefix(std::min(line.find_first_of(blanks), line.size()));
    return trim(line) == "MR";
}

}  // namespace

std::string with_known_macros(std::string_view source)
{
    if (source.find("MR") == std::string_view::npos) return std::string{source};
    for (std::string_view rest = source; !rest.empty();) {
        if (defines_reference(take_line(rest))) return std::string{source};
    }
    std::string out;
    out.reserve(source.size() + 64);
    for (std::string_view rest = source; !rest.empty();) {
        const std::string_view before = rest;
        std::string_view line = take_line(rest);
        const std::string_view whole = before.substr(0, before.size() - rest.size());
        const std::string_view end = whole.substr(line.size());  // a newline, but not of the last
        if (line.ends_with('\r')) line.remove_suffix(1);
        const std::string_view arguments = arguments_of_reference(line);
        if (arguments.empty()) {
            out += whole;
        } else {
            out.append(reference(arguments)).append(end);
        }
    }
    return out;
}

}  // namespace manual
