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

std::string with_links(std::string_view text, const PageUrl& page_url)
{
    std::string out;
    for (std::size_t open; (open = text.find('(')) != std::string_view::npos;) {
        const auto section = section_in_parentheses(text.substr(open));
        std::size_t start = open;
        while (start > 0 && is_name_character(text[start - 1]))
            --start;
        const std::string_view name = text.substr(start, open - start);
        const std::string url = section && !name.empty() ? page_url(*section, name) : "";
        const std::size_t end = open + (url.empty() ? 1 : section->size() + 2);
        if (url.empty()) {
            out += text.substr(0, end);
        } else {
            out += text.substr(0, start);
            out += page_link(url, text.substr(start, end - start));
        }
        text.remove_prefix(end);
    }
    out += text;
    return out;
}

std::string page_link(std::string_view url, std::string_view html)
{
    return "<a class=\"Xr\" href=\"" + aspic::escape_html(url) + "\">" + std::string{html} + "</a>";
}

}  // namespace manual
