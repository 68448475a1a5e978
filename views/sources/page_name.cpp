#include "sources/page_name.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace manual {

namespace {

bool is_section_start(char c)
{
    return (c >= '0' && c <= '9') || c == 'n' || c == 'l';
}

bool is_section(std::string_view suffix)
{
    return !suffix.empty() && suffix.size() <= 16 && is_section_start(suffix[0]) &&
           std::all_of(suffix.begin(), suffix.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0; });
}

// Pages that list another name would not be UTF-8, or would have a line break in it.
bool is_plain_text(std::string_view name)
{
    return is_utf8(name) && std::none_of(name.begin(), name.end(),
                                         [](unsigned char c) { return c < ' ' || c == 0x7F; });
}

}  // namespace

bool is_section_directory(std::string_view name)
{
    return name.size() > 3 && name.starts_with("man") && is_section_start(name[3]) &&
           std::all_of(name.begin() + 3, name.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0; });
}

std::optional<PageName> page_name(std::string_view file_name)
{
    PageName page;
    for (const std::string_view ending : {".gz", ".bz2", ".xz", ".lzma", ".zst", ".lz", ".Z"}) {
        if (!file_name.ends_with(ending)) continue;
        file_name.remove_suffix(ending.size());
        if (ending != ".gz") page.compression = ending.substr(1);
        break;
    }
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || !is_section(file_name.substr(dot + 1)))
        return {};
    page.name = file_name.substr(0, dot);
    page.section = file_name.substr(dot + 1);
    if (page.name == "." || page.name == ".." || !is_plain_text(page.name)) return {};
    return page;
}

}  // namespace manual
