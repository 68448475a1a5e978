// Pages that are made to take the time or the memory of the server.
#include <doctest/doctest.h>

#include <chrono>

#include "formatting/manual_html.h"

using namespace manual;
using namespace std::chrono_literals;

namespace {

std::string repeated(std::size_t times, std::string_view text)
{
    std::string out;
    while (times-- > 0)
        out += text;
    return out;
}

std::string formatted(const std::string& html)
{
    return tidy_manual(html, [](std::string_view, std::string_view) { return std::string{}; }).body;
}

}  // namespace

TEST_CASE("a page that repeats or nests something many times is formatted in a moment")
{
    for (const std::string& html : {
             "<p>http://a/" + repeated(100'000, ")"),
             "<p>http://a/&amp;" + repeated(100'000, ";"),
             "<p>" + repeated(30'000, "http://a/"),
             "<p>" + repeated(30'000, "mailto:a/"),
             repeated(2'000, "<table><tr><td>x"),
             repeated(10'000, "<div>x"),
             repeated(60'000, "<a"),
             repeated(60'000, "<!-- >"),
         }) {
        CAPTURE(html.substr(0, 40));
        const auto before = std::chrono::steady_clock::now();
        formatted(html);
        CHECK(std::chrono::steady_clock::now() - before < 5s);
    }
}

TEST_CASE("elements that are nested too deep lose their tags, not their text")
{
    const std::string body =
        formatted(repeated(1000, "<div>") + "deep" + repeated(1000, "</div>") + "<p>after</p>");
    CHECK(body.find("<div>deep</div>") != std::string::npos);
    CHECK(body.ends_with("</div>\n<p>after</p>\n"));
    CHECK(body.size() < 5000);
}

TEST_CASE("a long heading is not repeated in the label of each example")
{
    const std::string heading = repeated(1000, "long ");
    const std::string body =
        formatted("<h1 id=\"x\">" + heading + "</h1>" +
                  repeated(100, "<pre>" + repeated(40, "y") + "</pre><p>and</p>"));
    CHECK(body.find("aria-label=\"long long") != std::string::npos);
    CHECK(body.size() < 50'000);
}

TEST_CASE("a tag that does not end is text")
{
    CHECK(formatted("<p>a <b c=\"<i>c</i>") == "<p>a &lt;b c=\"&lt;i&gt;c&lt;/i&gt;</p>\n");
    CHECK(formatted("<p>a <!-- b <i>c</i>") == "<p>a c</p>\n");
}
