// The suggestions under a search box, through the whole site.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "../small_site.h"

using namespace manual;
using nlohmann::json;

TEST_CASE("suggestions are JSON with names, sections, descriptions and addresses")
{
    SmallSite site;
    const auto answer = site.client.get("/suggest?q=print");
    CHECK(answer.status == 200);
    CHECK(field(answer, "Content-Type").starts_with("application/json"));
    const json rows = json::parse(answer.body);
    REQUIRE(rows.size() >= 2);
    CHECK(rows[0]["name"] == "printf");
    CHECK(rows[0]["section"] == "1");
    CHECK(rows[0]["description"] == "format and print data");
    CHECK(rows[1]["url"] == "/man/3/printf");
    for (const char* query : {"", "?q=", "?q=%00", "?q=%FF", "?q=zzzz"})
        CHECK(json::parse(site.client.get("/suggest" + std::string{query}).body).empty());
}

TEST_CASE("the page cache keeps suggestions for a letter or two, and browsers keep all")
{
    SmallSite site;
    const auto cache = [&](const std::string& query) {
        return field(site.client.get("/suggest?q=" + query), "Cache-Status");
    };
    CHECK(contains(cache("ls"), "stored"));
    CHECK(contains(cache("ls"), "hit"));
    for (const char* query : {"pri", "+l", "l%20", "%C3%A9"}) {
        CAPTURE(query);
        CHECK(!contains(cache(query), "stored"));
        CHECK(!contains(cache(query), "hit"));
    }
    for (const char* query : {"ls", "pri"})
        CHECK(contains(field(site.client.get("/suggest?q=" + std::string{query}), "Cache-Control"),
                       "max-age=600"));
}
