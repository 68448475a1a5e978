#include "formatting/word_cases.h"

#include <algorithm>

#include "base/name_set.h"
#include "base/text.h"

namespace manual {

namespace {

// Words that are in lower case whatever a page does.
constexpr std::string_view ordinary_words =
    "ACKNOWLEDGEMENTS ALGORITHM ALSO AND ARGUMENTS ATTRIBUTES AUTHOR AUTHORS AVAILABILITY BASIC "
    "BUGS BY CAVEATS CHANGES CODES COMMAND COMMANDS COMMENTS COMPATIBILITY CONFIGURATION "
    "CONFORMING CONSIDERATIONS CONTRIBUTORS COPYING COPYRIGHT CREDITS DATA DEFAULTS DESCRIPTION "
    "DIAGNOSTICS DIRECTIVES DIRECTORIES DISCUSSION ENVIRONMENT ERROR ERRORS EXAMPLE EXAMPLES "
    "EXIT EXPRESSIONS FILE FILES FLAGS FOR FORMAT FROM FUNCTION FUNCTIONS GLOBAL HISTORY HOW IN "
    "INTO INTRODUCTION KEYS KEYWORDS LIBRARY LICENSE LIMITATIONS LINE LIST MAIN METHODS MODE "
    "MODES NAME NAMES NEWS NOTE NOTES OF ON OPTION OPTIONS OUTPUT OVERVIEW PARAMETERS "
    "PORTABILITY POSITIONAL REPORTING RESTRICTIONS RETURN RETURNS SECURITY SEE SIGNALS SINCE "
    "STANDARDS STATUS SUBCOMMANDS SUMMARY SUPPORT SYNOPSIS SYNTAX TEXT THE TIME TIPS TO "
    "TROUBLESHOOTING TYPE TYPES USAGE USER USERS USING VALUE VALUES VARIABLES VERSION "
    "VERSIONING VERSIONS WARNING WARNINGS WITH";

// A word in capitals that is longer than this, and that the text does not have, is an ordinary
// word. A shorter one may be an acronym.
constexpr std::size_t longest_acronym = 4;

bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

bool is_word_character(char c)
{
    return is_ascii_alnum(c) || c == '_';
}

bool is_blank_character(char c)
{
    return c == ' ' || c == '\n';
}

std::string in_capitals(std::string_view word)
{
    std::string out{word};
    for (char& c : out) {
        if (is_small(c)) c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

bool is_ordinary(std::string_view word)
{
    static const NameSet words = names_in(ordinary_words);
    return words.contains(word);
}

// Calls `use` with each word and its position.
template <class Use>
void each_word(std::string_view text, Use use)
{
    for (std::size_t at = 0; at < text.size();) {
        if (!is_word_character(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_word_character(text[end]))
            ++end;
        use(text.substr(at, end - at), at);
        at = end;
    }
}

// A capital letter after a word or a comma is not the start of a sentence.
bool is_inside_sentence(std::string_view text, std::size_t at)
{
    return at > 1 && is_blank_character(text[at - 1]) &&
           (is_small(text[at - 2]) || text[at - 2] == ',');
}

// "see RESTRICTED SHELL": the names of headings, which are in capitals in any case.
bool is_heading_in_text(std::string_view text, std::size_t at, std::size_t size)
{
    const std::string_view after = text.substr(at + size);
    if (after.size() > 2 && is_blank_character(after[0]) && is_ascii_capital(after[1]) &&
        is_ascii_capital(after[2]))
        return true;
    std::string_view before = trim(text.substr(0, at));
    std::size_t start = before.size();
    while (start > 0 && is_word_character(before[start - 1]))
        --start;
    const std::string_view word = before.substr(start);
    for (const std::string_view cue : {"see", "See", "under", "section", "in", "and"}) {
        if (word == cue) return true;
    }
    return word.size() > 1 && std::all_of(word.begin(), word.end(), is_ascii_capital);
}

// XML, DNS: no word of English is like this.
bool is_acronym(std::string_view word)
{
    return word.size() > 1 && word.size() <= 5 &&
           word.find_first_of("AEIOUY") == std::string_view::npos;
}

}  // namespace

void WordCases::expect(std::string_view heading)
{
    each_word(heading, [&](std::string_view word, std::size_t) { words_[std::string{word}]; });
}

void WordCases::read(std::string_view text)
{
    if (words_.empty()) return;
    each_word(text, [&](std::string_view word, std::size_t at) {
        const auto found = words_.find(in_capitals(word));
        if (found == words_.end()) return;
        Counts& counts = found->second;
        const bool rest_lower = std::none_of(word.begin() + 1, word.end(), is_ascii_capital);
        if (is_small(word[0]) && rest_lower) {
            ++counts.lower;
        } else if (std::none_of(word.begin(), word.end(), is_small)) {
            if (!is_heading_in_text(text, at, word.size())) ++counts.upper;
        } else if (!rest_lower || is_inside_sentence(text, at)) {
            ++counts.name;
            counts.written = word;
        }
    });
}

std::string WordCases::friendly(std::string_view word) const
{
    if (is_ordinary(word)) return lower_case(word);
    const bool letters = std::all_of(word.begin(), word.end(), is_ascii_capital);
    if (!letters || is_acronym(word)) return std::string{word};
    const auto found = words_.find(word);
    const Counts counts = found == words_.end() ? Counts{} : found->second;
    if (counts.upper > 2 * (counts.lower + counts.name)) return std::string{word};
    if (counts.name > counts.lower) return counts.written;
    if (counts.lower > 0 || word.size() > longest_acronym) return lower_case(word);
    return std::string{word};
}

}  // namespace manual
