#pragma once
// The addresses in a sitemap (sitemaps.org). Pure functions.

#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// Returns the content of every <loc> element, in order, with character references replaced. This
/// is not a complete XML parser: it skips comments, and takes the text of CDATA sections.
std::vector<std::string> sitemap_addresses(std::string_view xml);

}  // namespace aspic
