// Finds references to other pages in running text: "see ls(1) and printf(3)". Pure functions. Any
// thread may call them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formatting/text_marks.h"

namespace manual {

// Returns the URL of a page, or "" if the page does not exist.
using PageUrl = std::function<std::string(std::string_view section, std::string_view name)>;

// Returns the same, but looks up each page only once, because pages often name the same pages many
// times. After 10,000 pages it returns no more URLs. One thread at a time may use it.
PageUrl remembering(PageUrl page_url);

// Returns the "3" of "(3), and more", or nothing if the text does not begin in this form.
std::optional<std::string_view> section_in_parentheses(std::string_view text);

// Finds each name(section) that has a URL, and each "name (section)". `text` is HTML without tags.
std::vector<TextMark> cross_references(std::string_view text, const PageUrl& page_url);

}  // namespace manual
