#include "site.h"

#include <doctest/doctest.h>

#include "library.h"
#include "small_site.h"

using namespace manual;
using namespace std::chrono_literals;

TEST_CASE("the home page has the sections with their counts")
{
    SmallSite site;
    const auto answer = site.client.get("/");
    CHECK(answer.status == 200);
    CHECK(contains(answer.body, "href=\"/man/1\""));
    CHECK(contains(answer.body, "Library functions"));
    CHECK(!contains(answer.body, "href=\"/man/2\""));
}

TEST_CASE("a section lists its pages with their descriptions, escaped")
{
    SmallSite site;
    const std::string body = site.client.get("/man/1").body;
    CHECK(contains(body, "list directory contents"));
    CHECK(contains(body, "href=\"/man/1/%5B\""));
    CHECK(contains(body, "check &lt;types&gt; &amp;"));
    CHECK(contains(body, "href=\"#letter-p\""));
    CHECK(contains(site.client.get("/man/3").body, "Foo%3A%3ABar"));
    CHECK(!contains(site.client.get("/man/3pm").body, "printf"));
    CHECK(site.client.get("/man/4").status == 404);
}

TEST_CASE(
    "a part of a section lists the names that begin with its prefix, and is cached by that prefix")
{
    SmallSite site;
    const auto answer = site.client.get("/man/1?below=prin");
    CHECK(contains(answer.body, "format and print data"));
    CHECK(!contains(answer.body, "list directory contents"));
    CHECK(contains(site.client.get("/man/1").body, "list directory contents"));
    CHECK(site.client.get("/man/1?below=zzz").status == 404);
}

TEST_CASE("a page has its text, contents, and links to pages that exist")
{
    SmallSite site;
    const auto answer = site.client.get("/man/1/ls");
    CHECK(answer.status == 200);
    CHECK(contains(answer.body, "Text of ls."));
    CHECK(contains(answer.body, "href=\"#SEE_ALSO\""));
    CHECK(contains(answer.body, "href=\"/man/3/printf\""));
    CHECK(!contains(answer.body, "href=\"/man/1/rm\""));
    CHECK(contains(answer.body, "Tools 1.0"));
}

TEST_CASE("a page is cached for an hour, whatever else is in the query")
{
    SmallSite site;
    CHECK(contains(field(site.client.get("/man/1/ls"), "Cache-Status"), "stored"));
    CHECK(contains(field(site.client.get("/man/1/ls?utm_source=x"), "Cache-Status"), "hit"));
    site.client.advance(59min);
    CHECK(contains(field(site.client.get("/man/1/ls"), "Cache-Status"), "hit"));
    site.client.advance(2min);
    CHECK(!contains(field(site.client.get("/man/1/ls"), "Cache-Status"), "hit"));
}

TEST_CASE("pages of the same name link to each other")
{
    SmallSite site;
    CHECK(contains(site.client.get("/man/1/printf").body, "href=\"/man/3/printf\""));
    CHECK(contains(site.client.get("/man/3/printf").body, "href=\"/man/1/printf\""));
}

TEST_CASE("a missing page says where the name exists, and which names are similar")
{
    SmallSite site;
    const auto other = site.client.get("/man/8/ls");
    CHECK(other.status == 404);
    CHECK(contains(other.body, "href=\"/man/1/ls\""));
    const auto similar = site.client.get("/man/1/lss");
    CHECK(similar.status == 404);
    CHECK(contains(similar.body, "href=\"/man/1/ls\""));
    CHECK(contains(similar.body, "href=\"/search?q=lss\""));
}

TEST_CASE("a section without its suffix leads to the right page")
{
    SmallSite site;
    const auto answer = site.client.get("/man/3/Foo::Bar");
    CHECK(answer.status == 301);
    CHECK(field(answer, "Location") == "/man/3pm/Foo%3A%3ABar");
    CHECK(site.client.get("/man/3pm/Foo::Bar").status == 200);
}

TEST_CASE("paths that lead to other files find no page")
{
    SmallSite site;
    for (const char* path : {"/man/1/..%2F..%2Fetc%2Fpasswd", "/man/..%2F/ls", "/man/man1/ls.1.gz",
                             "/man/1/%FF", "/man/%2F/x", "/man/1/x%0Ay", "/man/%00/x"}) {
        CAPTURE(path);
        const int status = site.client.get(path).status;
        CHECK((status == 404 || status == 400));
    }
}

TEST_CASE("a page whose file was deleted after the last update is not found")
{
    SmallSite site;
    std::filesystem::remove(site.directory.path() / "man/man1/printf.1");
    CHECK(site.client.get("/man/1/printf").status == 404);
}

TEST_CASE("search finds names and descriptions, and shows what was typed as text")
{
    SmallSite site;
    CHECK(contains(site.client.get("/search?q=directory").body, "href=\"/man/1/ls\""));
    const auto answer = site.client.get("/search?q=%3Cscript%3E%22");
    CHECK(answer.status == 200);
    CHECK(!contains(answer.body, "<script>\""));
    CHECK(site.client.get("/search").status == 200);
    CHECK(site.client.get("/search?q=ls&page=2").status == 404);
    CHECK(site.client.get("/search?q=ls&page=x").status == 404);
    CHECK(contains(field(site.client.get("/search?q=directory"), "Cache-Control"), "max-age=300"));
}

TEST_CASE("a manual page has at least three holes")
{
    SmallSite site;
    const std::string body = site.client.get("/man/1/ls").body;
    for (const char* fragment : {"/_navigation", "/_recent", "/_notes/1/ls"})
        CHECK(contains(body, "<x-live fragment=\"" + std::string{fragment} + "\""));
}

TEST_CASE("no page has inline styles, inline scripts or data: addresses, which its policy forbids")
{
    SmallSite site;
    site.directory.write("man/man7/table.7",
                         page_source("table", "a table with styles",
                                     ".TS\nallbox center;\nc r.\na\tb\n.TE\n.EQ\nx over y\n.EN"));
    open_library(aspic::Settings{
        {{"man-root", site.path("man")}, {"data", site.path("data")}, {"dpkg", ""}}});
    site.sign_up("Ana");
    site.client.post("/man/1/ls/notes", {{"text", "style=\"x\" <style>"}});
    for (const char* path :
         {"/", "/man/1", "/man/1/ls", "/man/7/table", "/man/1/nothing", "/search?q=ls",
          "/_live?fragment=/_navigation&fragment=/_recent&fragment=/_notes/1/ls"}) {
        CAPTURE(path);
        std::string body = site.client.get(path).body;
        const std::string marker = "<script>var CACHE_CONTROL=";
        if (const auto at = body.find(marker); at != std::string::npos) body.erase(at, 8);
        for (const char* forbidden : {" style=", "<style", "<script>", "javascript:", "data:",
                                      " onclick=", " onload=", " onsubmit="}) {
            CAPTURE(forbidden);
            CHECK(!contains(body, forbidden));
        }
    }
}

TEST_CASE("robots.txt excludes the forms")
{
    SmallSite site;
    CHECK(contains(site.client.get("/robots.txt").body, "Disallow: /account/"));
}

TEST_CASE("a site without manual pages does not start, and says why")
{
    const ManDirectory directory;
    const auto start = [&](const std::string& root) {
        open_library(aspic::Settings{
            {{"man-root", root}, {"data", (directory.path() / "data").string()}, {"dpkg", ""}}});
    };
    CHECK_THROWS_WITH_AS(
        start("/nowhere"),
        "there is no directory of manual pages at /nowhere; name another one with --man-root",
        SourceError);
    const std::string empty = directory.path().string();
    CHECK_THROWS_WITH_AS(
        start(empty),
        ("there are no manual pages in " + empty + "; name another directory with --man-root")
            .c_str(),
        SourceError);
}
