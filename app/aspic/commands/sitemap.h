#pragma once
// The addresses in a sitemap (sitemaps.org). Pure functions.

#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// The content of every <loc> element, with character references read, in its order. Not a whole
/// XML parser: comments are skipped, and of CDATA sections the text counts.
std::vector<std::string> sitemap_addresses(std::string_view xml);

}  // namespace aspic
