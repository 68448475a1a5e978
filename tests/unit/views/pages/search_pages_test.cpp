// Search, and addresses without a section, through the whole site.

#include <doctest/doctest.h>

#include "../small_site.h"

using namespace manual;

TEST_CASE("a name with its section leads straight to the page, unless all results are asked for")
{
    SmallSite site;
    const auto answer = site.client.get("/search?q=printf(3)");
    CHECK(answer.status == 302);
    CHECK(field(answer, "Location") == "/man/3/printf");
    CHECK(field(site.client.get("/search?q=Foo::Bar(3)"), "Location") == "/man/3pm/Foo%3A%3ABar");
    const auto all = site.client.get("/search?q=printf(3)&all=yes");
    CHECK(all.status == 200);
    CHECK(contains(all.body, "href=\"/man/1/printf\""));
    CHECK(site.client.get("/search?q=printf(8)").status == 200);
    CHECK(site.client.get("/search?q=printf").status == 200);
}

TEST_CASE("a name without a section leads to the first section that has it")
{
    SmallSite site;
    const auto answer = site.client.get("/man/printf");
    CHECK(answer.status == 302);
    CHECK(field(answer, "Location") == "/man/1/printf");
    CHECK(field(site.client.get("/man/printf.3"), "Location") == "/man/3/printf");
    CHECK(field(site.client.get("/man/printf(3)"), "Location") == "/man/3/printf");
    CHECK(site.client.get("/man/3").status == 200);
}

TEST_CASE("the names of files and the addresses of other sites lead to the page")
{
    SmallSite site;
    const auto target = [&](const char* url) { return field(site.client.get(url), "Location"); };
    CHECK(target("/man/3/printf.3") == "/man/3/printf");
    CHECK(target("/man/3/printf.3.html") == "/man/3/printf");
    CHECK(target("/man/3/printf.3.gz") == "/man/3/printf");
    CHECK(target("/man/printf.3.html") == "/man/3/printf");
    CHECK(target("/man") == "/");
    CHECK(site.client.get("/man/3/printf.4").status == 404);
    CHECK(site.client.get("/man/3/.3").status == 404);
    CHECK(site.client.get("/man/3/.html").status == 404);
}

TEST_CASE("a name that no section has is not found, with similar names")
{
    SmallSite site;
    const auto answer = site.client.get("/man/pritnf");
    CHECK(answer.status == 404);
    CHECK(contains(answer.body, "href=\"/man/1/printf\""));
    CHECK(!contains(answer.body, "in section"));
    CHECK(site.client.get("/man/%3Cb%3E").status == 404);
    CHECK(!contains(site.client.get("/man/%3Cb%3E").body, "<b>("));
}

TEST_CASE("browsers can add the search of the site")
{
    SmallSite site;
    CHECK(contains(site.client.get("/").body,
                   "<link rel=\"search\" type=\"application/opensearchdescription+xml\" "
                   "title=\"Manual\" href=\"/opensearch.xml\">"));
    aspic::Headers fields;
    fields.set("Host", "man.example.org");
    const auto answer = site.client.get("/opensearch.xml", fields);
    CHECK(field(answer, "Content-Type") == "application/opensearchdescription+xml; charset=utf-8");
    CHECK(contains(answer.body, "<ShortName>Manual</ShortName>"));
    CHECK(contains(answer.body, "template=\"http://man.example.org/search?q={searchTerms}\"/>"));
}

TEST_CASE("results say if they are for another word than the typed one")
{
    SmallSite site;
    const std::string body = site.client.get("/search?q=pritnf").body;
    CHECK(contains(body, "Nothing matches"));
    CHECK(contains(body, "href=\"/search?q=printf\""));
    CHECK(contains(body, "href=\"/man/1/printf\""));
    CHECK(!contains(site.client.get("/search?q=printf").body, "Nothing matches"));
    CHECK(contains(site.client.get("/search?q=zzzz").body, "No page has the name"));
}
