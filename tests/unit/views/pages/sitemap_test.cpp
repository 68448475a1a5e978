#include <doctest/doctest.h>

#include "../small_site.h"
#include "pages/sitemap_xml.h"

using namespace manual;

namespace {

std::size_t count(const std::string& text, const std::string& part)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

aspic::Headers host(std::string_view name)
{
    aspic::Headers fields;
    fields.set("Host", std::string{name});
    return fields;
}

}  // namespace

TEST_CASE("the sitemap lists each page once, with the scheme and the host of the request")
{
    SmallSite site;
    const auto answer = site.client.get("/sitemap.xml", host("man.example.org"));
    CHECK(answer.status == 200);
    CHECK(field(answer, "Content-Type") == "application/xml; charset=utf-8");
    CHECK(contains(answer.body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset "));
    for (const char* path : {"/", "/man/1", "/man/1/ls", "/man/3pm/Foo%3A%3ABar", "/man/1/%5B"})
        CHECK(count(answer.body, "<loc>http://man.example.org" + std::string{path} + "</loc>") ==
              1);
    CHECK_FALSE(contains(answer.body, "/search"));
    const auto other = site.client.get("/sitemap.xml", host("other.example.org"));
    CHECK_FALSE(contains(other.body, "man.example.org"));
    CHECK(site.client.get("/sitemap-1.xml").status == 200);
    CHECK(site.client.get("/sitemap-2.xml").status == 404);
    CHECK(site.client.get("/sitemap-0.xml").status == 404);
}

TEST_CASE("robots.txt names the sitemap by its whole URL")
{
    SmallSite site;
    const auto answer = site.client.get("/robots.txt", host("man.example.org"));
    CHECK(contains(answer.body, "\nSitemap: http://man.example.org/sitemap.xml\n"));
}

TEST_CASE("a sitemap escapes what XML would read")
{
    const std::vector<std::string> paths{"/man/1/a&b", "/man/1/<"};
    const std::string xml = sitemap_xml("https://h", paths);
    CHECK(contains(xml, "<url><loc>https://h/man/1/a&amp;b</loc></url>\n"));
    CHECK(contains(xml, "<url><loc>https://h/man/1/&lt;</loc></url>\n"));
    CHECK(contains(sitemap_index_xml("https://h", paths), "<sitemap><loc>https://h/man/1/a&amp;b"));
}
