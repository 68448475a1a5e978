#include <aspic/http/problem.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("JSON is preferred if Accept names it with a larger weight than HTML")
{
    for (const auto* accept :
         {"application/json", "application/problem+json", "APPLICATION/Problem+JSON",
          " application/json ; q=0.1 ", "application/json;charset=utf-8",
          "text/html;q=0.5, application/json", "application/json, text/html;q=0.9",
          "text/html;q=0.500,application/problem+json;q=0.501",
          "text/html;q=0.2, application/json;q=0.1, application/problem+json;q=0.3",
          "application/json, text/plain, */*", "application/json;q=0.8, */*;q=0.8",
          "application/json, text/*", "application/json, text/html;q=0",
          "text/html;q=0, application/json;q=0.1, */*", "application/*", ",,application/json,,",
          "nonsense, application/json", ";q=1, application/json", "application/json;q"}) {
        CAPTURE(accept);
        CHECK(prefers_json(accept));
    }
}

TEST_CASE("everybody else gets HTML")
{
    for (const auto* accept :
         {"",
          "*/*",
          "text/html",
          "text/html, application/json",
          "application/json, text/html",
          "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
          "application/json;q=0.9, text/html",
          "application/json;q=0.5, */*",
          "application/json;q=0",
          "application/json;q=0.000, text/*;q=0",
          "text/html;q=0.1, */*",
          "application/xml",
          "application/jsonp",
          "application/vnd.api+json",
          "image/webp,*/*",
          "application",
          "json",
          "q=1",
          "application/json q=1",
          "\"application/json\"",
          "application/json;q=0.2, text/html;q=0.2",
          "text/*, application/json;q=0.9"}) {
        CAPTURE(accept);
        CHECK_FALSE(prefers_json(accept));
    }
}

TEST_CASE("the JSON of an error has its type, title, status and detail")
{
    CHECK(problem_details(404, "no \"<b>\" & co\n") ==
          R"({"type":"about:blank","title":"Not Found","status":404,)"
          R"("detail":"no \"\u003cb>\" & co\u000a"})");
}

TEST_CASE("a problem names its request if it has an id")
{
    CHECK(problem_details(500, "x", "id-7").ends_with(R"("detail":"x","request_id":"id-7"})"));
    CHECK(problem_details(500, "x").find("request_id") == std::string::npos);
}

TEST_CASE("browsers name HTML when they ask for a page, programs mostly do not")
{
    CHECK(names_html("text/html,application/xhtml+xml,*/*;q=0.8"));
    CHECK(names_html("application/json, Text/HTML;q=0.1"));
    CHECK_FALSE(names_html("*/*"));
    CHECK_FALSE(names_html("text/*"));
    CHECK_FALSE(names_html(""));
}
