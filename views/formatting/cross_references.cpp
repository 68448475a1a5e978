#include "formatting/cross_references.h"

#include <aspic/aspic.h>

#include <map>
#include <utility>

#include "base/text.h"

namespace manual {

namespace {

constexpr std::size_t longest_section = 8;

bool is_name_character(char c)
{
    return is_ascii_alnum(c) || std::string_view{"_.:+@-"}.find(c) != std::string_view::npos;
}

// Each page needs a lookup in the catalogue. Real pages name some hundreds of pages.
constexpr std::size_t most_references = 10'000;

// "true (1)" is a number, although true(1) is a page.
bool is_value(std::string_view word)
{
    return word == "true" || word == "false" || word == "yes" || word == "test";
}

}  // namespace

PageUrl remembering(PageUrl page_url)
{
    using Key = std::pair<std::string, std::string>;
    return [ask = std::move(page_url), urls = std::map<Key, std::string>{}](
               std::string_view section, std::string_view name) mutable {
        const auto known = urls.find(Key{section, name});
        if (known != urls.end()) return known->second;
        if (urls.size() >= most_references) return std::string{};
        return urls.emplace(Key{section, name}, ask(section, name)).first->second;
    };
}

std::optional<std::string_view> section_in_parentheses(std::string_view text)
{
    if (text.size() < 3 || text[0] != '(' || ((text[1] < '0' || text[1] > '9') && text[1] != 'n'))
        return {};
    std::size_t end = 2;
    while (end < text.size() && end < longest_section && is_ascii_alnum(text[end]))
        ++end;
    if (end >= text.size() || text[end] != ')') return {};
    return text.substr(1, end - 1);
}

std::vector<TextMark> cross_references(std::string_view text, const PageUrl& page_url)
{
    std::vector<TextMark> found;
    for (std::size_t open = text.find('('); open != std::string_view::npos;
         open = text.find('(', open + 1)) {
        const auto section = section_in_parentheses(text.substr(open));
        if (!section) continue;
        const bool spaced = open > 0 && (text[open - 1] == ' ' || text[open - 1] == '\n');
        const std::size_t name_end = spaced ? open - 1 : open;
        std::size_t start = name_end;
        while (start > 0 && is_name_character(text[start - 1]))
            --start;
        const std::string_view name = text.substr(start, name_end - start);
        if (name.empty() || (spaced && is_value(name))) continue;
        const std::string url = page_url(*section, name);
        if (url.empty()) continue;
        found.push_back({start, open + section->size() + 2,
                         " class=\"Xr\" href=\"" + aspic::escape_html(url) + "\""});
    }
    return found;
}

}  // namespace manual
