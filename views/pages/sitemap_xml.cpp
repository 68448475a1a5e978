#include "pages/sitemap_xml.h"

#include <aspic/aspic.h>

#include <string_view>

namespace manual {

namespace {

std::string xml(const std::string& list, const std::string& item, const std::string& origin,
                std::span<const std::string> paths)
{
    std::string text = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                       "\n<" +
                       list +
                       R"( xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)"
                       "\n";
    const std::string begin = "<" + item + "><loc>" + aspic::escape_html(origin);
    const std::string end = "</loc></" + item + ">\n";
    for (const std::string& path : paths)
        text.append(begin).append(aspic::escape_html(path)).append(end);
    return text.append("</").append(list).append(">\n");
}

}  // namespace

std::string sitemap_xml(const std::string& origin, std::span<const std::string> paths)
{
    return xml("urlset", "url", origin, paths);
}

std::string sitemap_index_xml(const std::string& origin, std::span<const std::string> paths)
{
    return xml("sitemapindex", "sitemap", origin, paths);
}

}  // namespace manual
