#include <aspic/rendering/rendered.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

std::string filled(const Rendered& rendered, std::map<std::string, std::string> elements)
{
    return fill_holes(
               rendered,
               [&](const std::string& name) -> const std::string& { return elements.at(name); })
        .html;
}

std::string ended(std::string html)
{
    Rendered page{std::move(html), {}};
    open_end(page);
    return filled(page, {{"", "[end]"}});
}

}  // namespace

TEST_CASE("elements fill their holes, at the start, in the middle and at the end")
{
    const Rendered rendered{"ab", {{0, 0, "/_1"}, {1, 0, "/_2"}, {2, 0, "/_3"}}};
    CHECK(filled(rendered, {{"/_1", "<1>"}, {"/_2", "<2>"}, {"/_3", "<3>"}}) == "<1>a<2>b<3>");
    CHECK(filled({"ab", {}}, {}) == "ab");
    CHECK(filled({"", {{0, 0, "/_1"}}}, {{"/_1", ""}}).empty());
}

TEST_CASE("a filled hole has the position of its element")
{
    const std::string element = "<1>";
    const Rendered rendered =
        fill_holes({"ab", {{1, 0, "/_1"}, {1, 0, "/_2"}, {2, 0, "/_1"}}},
                   [&](const std::string&) -> const std::string& { return element; });
    CHECK(rendered.html == "a<1><1>b<1>");
    CHECK(rendered.holes == std::vector<Hole>{{1, 3, "/_1"}, {4, 3, "/_2"}, {8, 3, "/_1"}});
}

TEST_CASE("the end of a page is a hole before its last </body>")
{
    CHECK(ended("<body>x</body></html>") == "<body>x[end]</body></html>");
    CHECK(ended("<pre>&lt;/body></pre></body>a</body>b") ==
          "<pre>&lt;/body></pre></body>a[end]</body>b");
    CHECK(ended("<BODY>x</BODY>") == "<BODY>x[end]</BODY>");
    CHECK(ended("x</bOdY>") == "x[end]</bOdY>");
}

TEST_CASE("without </body> the end of a page is the end of its HTML")
{
    CHECK(ended("<p>x") == "<p>x[end]");
    CHECK(ended("") == "[end]");
    CHECK(ended("</body") == "</body[end]");
}

TEST_CASE("the end is one of the holes, and has no fragment")
{
    Rendered page{"0123</body>89", {{0, 0, "/_a"}, {4, 0, "/_b"}, {11, 0, "/_c"}}};
    open_end(page);
    CHECK(page.holes ==
          std::vector<Hole>{{0, 0, "/_a"}, {4, 0, "/_b"}, {4, 0, ""}, {11, 0, "/_c"}});
    CHECK(names_fragments(page.holes));
    Rendered plain{"</body>", {}};
    open_end(plain);
    CHECK_FALSE(names_fragments(plain.holes));
}

TEST_CASE("the marker is the script from the post")
{
    CHECK(marker_script(3600s) == "var CACHE_CONTROL=3600;");
}

TEST_CASE("HTML without holes is not copied")
{
    Rendered rendered{std::string(1000, 'x'), {}};
    const char* const before = rendered.html.data();
    const Rendered filled = fill_holes(
        std::move(rendered), [](const std::string& name) -> const std::string& { return name; });
    CHECK(filled.html.data() == before);
}
