// References to other pages in running text: "see ls(1) and printf(3)". Pure; callable from any
// thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace manual {

// The URL of a page, or "" if there is no such page.
using PageUrl = std::function<std::string(std::string_view section, std::string_view name)>;

// The same, asking only once for each page: pages name the same others again and again. After 10,000
// pages nothing more has a URL. One thread at a time.
PageUrl remembering(PageUrl page_url);

// The "3" of "(3), and more"; nothing if the text does not begin like that.
std::optional<std::string_view> section_in_parentheses(std::string_view text);

// `text` is HTML text without tags; each name(section) that has a URL becomes a link.
std::string with_links(std::string_view text, const PageUrl& page_url);

std::string page_link(std::string_view url, std::string_view html);

}  // namespace manual
