// What a single word may mean other than the name itself: SearchTerms::read_word().
#include <algorithm>
#include <array>
#include <utility>

#include "catalogue/explained_names.h"
#include "catalogue/search_terms.h"

namespace manual {

namespace {

// Directories, and the sections that describe what is in them. "" is where none fits.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> directories{{
    {"/bin/", "1"},
    {"/dev/", "4"},
    {"/etc/", "5"},
    {"/proc/", "5"},
    {"/sbin/", "8"},
    {"/sys/", "5"},
    {"/usr/bin/", "1"},
    {"/usr/sbin/", "8"},
    {"/", ""},
}};

}  // namespace

void SearchTerms::read_word(std::string_view word)
{
    if (word.front() == '/') {
        const auto directory =
            std::find_if(directories.begin(), directories.end(),
                         [&](const auto& each) { return word.starts_with(each.first); });
        add_reading(word.substr(word.rfind('/') + 1), directory->second);
        // "/proc/meminfo" is in proc(5).
        if (directory->first == "/proc/") add_reading("proc", "5", true);
    }
    // "<sys/socket.h>" is the header of socket(2).
    if (word.size() > 2 && word.front() == '<' && word.back() == '>')
        word = word.substr(1, word.size() - 2);
    if (word.ends_with(".h")) {
        const std::string_view header = word.substr(word.rfind('/') + 1);
        add_reading(header, "");
        add_reading(header.substr(0, header.size() - 2), "3");
    }
    const ExplainingPage page = page_that_explains(word);
    if (!page.name.empty()) add_reading(page.name, page.section, true);
    // "signals" is a subject: signal(7).
    if (word.size() > 2 && word.ends_with('s') && !word.ends_with("ss"))
        add_reading(word.substr(0, word.size() - 1), "7", true);
}

}  // namespace manual
