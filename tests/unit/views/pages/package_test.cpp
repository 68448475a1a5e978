#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "../small_site.h"
#include "library.h"

using namespace manual;

namespace {

// The site with a package `c++tools`, of the given number of commands, and with ls(1) alone in one.
struct PackagedSite : SmallSite {
    explicit PackagedSite(int commands)
    {
        std::string list;
        for (int i = 10; i < 10 + commands; ++i)
            list += add("man1/tool" + std::to_string(i) + ".1");
        directory.write("dpkg/info/c++tools:amd64.list",
                        list + add("man5/tool.conf.5") + add("de/man1/tool10.1"));
        directory.write("dpkg/info/coreutils.list", root() + "/man1/ls.1.gz\n");
        update_catalogue(library().catalogue, library().root, directory.path() / "dpkg");
    }
    std::string root() const { return library().root.name(); }
    std::string add(const std::string& file) const
    {
        directory.write("man/" + file, page_source("x", "about <" + file + ">"));
        return root() + "/" + file + "\n";
    }
};

}  // namespace

TEST_CASE("a page links to the others of its package, in each language")
{
    PackagedSite site{2};
    for (const char* path : {"/man/1/tool10", "/de/man/1/tool10"}) {
        CAPTURE(path);
        const std::string body = site.client.get(path).body;
        CHECK(contains(body, "From the package <a href=\"/package/c%2B%2Btools\">c++tools</a>"));
        CHECK(contains(body, "<a href=\"/man/1/tool11\">tool11(1)</a>"));
        CHECK(contains(body, "<a href=\"/man/5/tool.conf\">tool.conf(5)</a>"));
        CHECK_FALSE(contains(body, "<a href=\"/man/1/tool10\">tool10(1)</a>"));
        CHECK_FALSE(contains(body, " more</a>"));
    }
    CHECK_FALSE(contains(site.client.get("/man/1/ls").body, "From the package"));
    CHECK_FALSE(contains(site.client.get("/man/1/printf").body, "From the package"));
}

TEST_CASE("a page of a large package links to twelve of it, and to the page that has all")
{
    PackagedSite site{40};
    const std::string body = site.client.get("/man/1/tool10").body;
    CHECK(contains(body, "tool22(1)"));
    CHECK_FALSE(contains(body, "tool24(1)"));
    CHECK(contains(body, "<a href=\"/package/c%2B%2Btools\">and 28 more</a>"));
}

TEST_CASE("the page of a package lists its pages by section, with their descriptions")
{
    PackagedSite site{2};
    const auto answer = site.client.get("/package/c++tools");
    CHECK(answer.status == 200);
    CHECK(contains(answer.body, "<title>Package c++tools · Manual</title>"));
    CHECK(contains(answer.body, "<link rel=\"canonical\" href=\"/package/c%2B%2Btools\">"));
    CHECK(contains(answer.body, "A package with 3 manual pages"));
    CHECK(
        contains(answer.body, "<a href=\"/man/1/tool11\">tool11</a> about &lt;man1/tool11.1&gt;"));
    CHECK(contains(answer.body, "href=\"/man/5\""));
    CHECK(answer.body.find("tool11") < answer.body.find("tool.conf"));
    CHECK_FALSE(contains(answer.body, "site-filter"));
    CHECK(contains(field(answer, "Cache-Status"), "stored"));
    CHECK(contains(field(site.client.get("/package/c++tools?x=1"), "Cache-Status"), "hit"));
}

TEST_CASE("the page of a large package has a filter, and links to its sections")
{
    PackagedSite site{40};
    const std::string body = site.client.get("/package/c++tools").body;
    CHECK(contains(body, "placeholder=\"Filter 41 pages\""));
    CHECK(contains(body, "<a href=\"#section-5\">5</a>"));
    CHECK(contains(body, "<section id=\"section-5\">"));
}

TEST_CASE("the package of one page leads to it, and there is no page of an unknown package")
{
    PackagedSite site{2};
    const auto one = site.client.get("/package/coreutils");
    CHECK(one.status == 302);
    CHECK(field(one, "Location") == "/man/1/ls");
    const auto none = site.client.get("/package/%3Cb%3E");
    CHECK(none.status == 404);
    CHECK(contains(none.body, "no manual pages of a package &lt;b&gt; on this machine"));
}

TEST_CASE("the sitemap has the packages with more than one page")
{
    PackagedSite site{2};
    aspic::Headers host;
    host.set("Host", "man.example.org");
    const std::string body = site.client.get("/sitemap.xml", host).body;
    CHECK(contains(body, "/package/c%2B%2Btools</loc>"));
    CHECK_FALSE(contains(body, "/package/coreutils"));
}
