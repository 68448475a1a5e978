#include <algorithm>

#include "library.h"
#include "pages/origin.h"
#include "pages/pages.h"
#include "pages/sitemap_xml.h"
#include "paths.h"

namespace manual {

namespace {

aspic::Response xml_response(std::string text)
{
    aspic::Response response;
    response.headers.set("Content-Type", "application/xml; charset=utf-8");
    response.body = std::move(text);
    return response;
}

std::size_t parts_of(std::size_t urls)
{
    return (urls + most_urls_of_sitemap - 1) / most_urls_of_sitemap;
}

}  // namespace

aspic::Response sitemap(aspic::PublicRequest& request)
{
    const std::vector<std::string> pages = page_paths();
    const std::string origin = origin_of(request);
    if (pages.size() <= most_urls_of_sitemap) return xml_response(sitemap_xml(origin, pages));
    std::vector<std::string> parts;
    for (std::size_t part = 1; part <= parts_of(pages.size()); ++part)
        parts.push_back(sitemap_part_path(static_cast<int>(part)));
    return xml_response(sitemap_index_xml(origin, parts));
}

aspic::Response sitemap_part(aspic::PublicRequest& request, int part)
{
    const std::vector<std::string> pages = page_paths();
    if (part < 1 || static_cast<std::size_t>(part) > parts_of(pages.size()))
        throw aspic::NotFound{"The sitemap has no part " + std::to_string(part) + "."};
    const std::size_t begin = static_cast<std::size_t>(part - 1) * most_urls_of_sitemap;
    const std::size_t count = std::min(most_urls_of_sitemap, pages.size() - begin);
    return xml_response(sitemap_xml(origin_of(request), std::span{pages}.subspan(begin, count)));
}

}  // namespace manual
