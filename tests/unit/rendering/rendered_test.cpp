#include "rendering/rendered.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

const std::string marker = "<script>var CACHE_CONTROL=3600;</script>";

std::string marked(std::string html)
{
    Rendered page{std::move(html), {}};
    insert_marker(page, 3600s);
    return page.html;
}

}  // namespace

TEST_CASE("fragments stand in their holes, at the start, in the middle and at the end")
{
    const Rendered rendered{"ab", {{0, "/_1"}, {1, "/_2"}, {2, "/_3"}}};
    CHECK(fill_holes(rendered, [](const std::string& path) { return "<" + path + ">"; }) ==
          "</_1>a</_2>b</_3>");
    CHECK(fill_holes({"ab", {}}, nullptr) == "ab");
    CHECK(fill_holes({"", {{0, "/_1"}}}, [](const std::string&) { return ""; }).empty());
}

TEST_CASE("a fragment that stands in several holes is asked for once")
{
    std::vector<std::string> asked;
    const Rendered rendered{"a b c", {{1, "/_n"}, {2, "/_m"}, {3, "/_n"}, {3, "/_n"}}};
    CHECK(fill_holes(rendered, [&](const std::string& path) {
              asked.push_back(path);
              return std::to_string(asked.size());
          }) == "a1 2b11 c");
    CHECK(asked == std::vector<std::string>{"/_n", "/_m"});
}

TEST_CASE("a hole's element names its fragment escaped, and holds its content as it is")
{
    CHECK(hole_element("/_notes/a&\"<", "<b>&</b>") ==
          "<x-live fragment=\"/_notes/a&amp;&quot;&lt;\"><b>&</b></x-live>");
}

TEST_CASE("the marker stands before the last </body>")
{
    CHECK(marked("<body>x</body></html>") == "<body>x" + marker + "</body></html>");
    CHECK(marked("<pre>&lt;/body></pre></body>a</body>b") ==
          "<pre>&lt;/body></pre></body>a" + marker + "</body>b");
    CHECK(marked("<BODY>x</BODY>") == "<BODY>x" + marker + "</BODY>");
    CHECK(marked("x</bOdY>") == "x" + marker + "</bOdY>");
}

TEST_CASE("without a </body> the marker stands at the end")
{
    CHECK(marked("<p>x") == "<p>x" + marker);
    CHECK(marked("") == marker);
    CHECK(marked("</body") == "</body" + marker);
}

TEST_CASE("holes behind the marker move with it, those before it stay")
{
    Rendered page{"0123</body>89", {{0, "/_a"}, {4, "/_b"}, {11, "/_c"}, {13, "/_d"}}};
    const auto before = page;
    insert_marker(page, 3600s);
    REQUIRE(page.html.substr(4, marker.size()) == marker);
    CHECK(page.holes[0].offset == 0);
    CHECK(page.holes[1].offset == 4);
    CHECK(page.html.substr(page.holes[2].offset) == "89");
    CHECK(page.holes[3].offset == page.html.size());
    CHECK(std::ranges::is_sorted(page.holes, {}, &Hole::offset));
    CHECK(page.holes.size() == before.holes.size());
}
