// The text of a sitemap (sitemaps.org). Pure functions. Any thread may call them.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace manual {

// The protocol allows this many URLs in one file.
constexpr std::size_t most_urls_of_sitemap = 50'000;

// Lists pages. Each URL is `origin` ("https://example.org") and a path.
std::string sitemap_xml(const std::string& origin, std::span<const std::string> paths);

// Lists other sitemaps.
std::string sitemap_index_xml(const std::string& origin, std::span<const std::string> paths);

}  // namespace manual
