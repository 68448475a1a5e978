// friendly_heading(): headings in capitals come from the time of typewriters. But "GIT" or "POSIX"
// must not become "git" or "posix".
#include <algorithm>
#include <array>

#include "base/text.h"
#include "formatting/manual_html.h"

namespace manual {

namespace {

constexpr std::array<std::string_view, 94> ordinary_words{
    "ACKNOWLEDGEMENTS",
    "ALGORITHM",
    "ALSO",
    "AND",
    "ARGUMENTS",
    "ATTRIBUTES",
    "AUTHOR",
    "AUTHORS",
    "AVAILABILITY",
    "BUGS",
    "CAVEATS",
    "CHANGES",
    "CODES",
    "COMMAND",
    "COMMANDS",
    "COMMENTS",
    "COMPATIBILITY",
    "CONFIGURATION",
    "CONFORMING",
    "CONSIDERATIONS",
    "CONTRIBUTORS",
    "COPYING",
    "COPYRIGHT",
    "CREDITS",
    "DEFAULTS",
    "DESCRIPTION",
    "DIAGNOSTICS",
    "DIRECTIVES",
    "DIRECTORIES",
    "DISCUSSION",
    "ENVIRONMENT",
    "ERROR",
    "ERRORS",
    "EXAMPLE",
    "EXAMPLES",
    "EXIT",
    "EXPRESSIONS",
    "FILE",
    "FILES",
    "FLAGS",
    "FOR",
    "FORMAT",
    "FUNCTIONS",
    "GLOBAL",
    "HISTORY",
    "IN",
    "INTRODUCTION",
    "KEYWORDS",
    "LIBRARY",
    "LICENSE",
    "LIMITATIONS",
    "LINE",
    "METHODS",
    "NAME",
    "NOTE",
    "NOTES",
    "OF",
    "ON",
    "OPTION",
    "OPTIONS",
    "OUTPUT",
    "OVERVIEW",
    "PARAMETERS",
    "PORTABILITY",
    "POSITIONAL",
    "REPORTING",
    "RESTRICTIONS",
    "RETURN",
    "RETURNS",
    "SECURITY",
    "SEE",
    "SIGNALS",
    "SINCE",
    "STANDARDS",
    "STATUS",
    "SUBCOMMANDS",
    "SUMMARY",
    "SUPPORT",
    "SYNOPSIS",
    "SYNTAX",
    "THE",
    "TO",
    "TROUBLESHOOTING",
    "USAGE",
    "VALUE",
    "VALUES",
    "VARIABLES",
    "VERSION",
    "VERSIONING",
    "VERSIONS",
    "WARNING",
    "WARNINGS",
    "WITH",
    "FUNCTION",
};

bool is_ordinary(std::string_view word)
{
    return std::find(ordinary_words.begin(), ordinary_words.end(), word) != ordinary_words.end();
}

}  // namespace

std::string friendly_heading(std::string_view heading)
{
    std::string text{heading};
    const auto words = split(heading, ' ');
    if (!std::all_of(words.begin(), words.end(), is_ordinary)) return text;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] >= 'A' && text[i] <= 'Z') text[i] = static_cast<char>(text[i] - 'A' + 'a');
    }
    return text;
}

}  // namespace manual
