#include <aspic/routing/route_table.h>

#include <doctest/doctest.h>

#include "../support/message_of.h"

using namespace aspic;
using support::message_of;

namespace {

using Segments = std::vector<std::string_view>;

/// Routes have the numbers of these patterns, in order.
RouteTable table_of(std::initializer_list<std::string_view> patterns)
{
    RouteTable table;
    std::size_t number = 0;
    for (const std::string_view pattern : patterns)
        table.add(parse_pattern(pattern), number++);
    return table;
}

std::optional<std::size_t> route_of(const RouteTable& table, const Segments& segments)
{
    const auto match = table.match(segments);
    if (!match) return {};
    return match->route;
}

}  // namespace

TEST_CASE("a path belongs to the route with the same segments")
{
    const RouteTable table = table_of({"/", "/search", "/man/<section>", "/man/<section>/<name>"});
    CHECK(route_of(table, {}) == 0U);
    CHECK(route_of(table, {"search"}) == 1U);
    CHECK(route_of(table, {"man", "1"}) == 2U);
    CHECK(route_of(table, {"man", "1", "ls"}) == 3U);
    CHECK_FALSE(route_of(table, {"man"}));
    CHECK_FALSE(route_of(table, {"Search"}));
    CHECK_FALSE(route_of(table, {"man", "1", "ls", "more"}));
    CHECK_FALSE(RouteTable{}.match(Segments{}));
}

TEST_CASE("captures point to the bytes of the segments, in order")
{
    const RouteTable table = table_of({"/a/<x>/b/<int:n>/<y>"});
    const Segments segments{"a", "<x>", "b", "-12", "c/d"};
    const auto match = table.match(segments);
    REQUIRE(match);
    REQUIRE(match->captures.size() == 3);
    CHECK(match->captures[0] == "<x>");
    CHECK(match->captures[1] == "-12");
    CHECK(match->captures[2] == "c/d");
    CHECK(match->captures[0].data() == segments[1].data());
}

TEST_CASE("a literal comes before a number and a number before text, in any order of routes")
{
    for (const bool reversed : {false, true}) {
        const RouteTable table = reversed ? table_of({"/<text>", "/<int:n>", "/7"})
                                          : table_of({"/7", "/<int:n>", "/<text>"});
        const auto at = [reversed](std::size_t i) { return reversed ? 2 - i : i; };
        CHECK(route_of(table, {"7"}) == at(0));
        CHECK(route_of(table, {"8"}) == at(1));
        CHECK(route_of(table, {"seven"}) == at(2));
        CHECK(route_of(table, {"08"}) == at(2));
    }
}

TEST_CASE("if a choice leads to no route, it is undone with its captures")
{
    const RouteTable table =
        table_of({"/man/7/index", "/man/<int:n>/size", "/man/<section>/<name>", "/<any>/<x>/<y>"});
    const Segments by_text{"man", "7", "ls"};
    const auto match = table.match(by_text);
    REQUIRE(match);
    CHECK(match->route == 2);
    REQUIRE(match->captures.size() == 2);
    CHECK(match->captures[0] == "7");
    CHECK(match->captures[1] == "ls");
    CHECK(route_of(table, {"man", "7", "index"}) == 0U);
    CHECK(route_of(table, {"man", "7", "size"}) == 1U);
    const Segments elsewhere{"men", "7", "index"};
    const auto last = table.match(elsewhere);
    REQUIRE(last);
    CHECK(last->route == 3);
    CHECK(last->captures.size() == 3);
}

TEST_CASE("a capture matches no empty segment, so a trailing slash is another path")
{
    const RouteTable table = table_of({"/man/<section>", "/<a>/<b>/<c>"});
    CHECK_FALSE(route_of(table, {"man", ""}));
    CHECK_FALSE(route_of(table, {"man", "1", ""}));
}

TEST_CASE("a path with more segments than any pattern matches no route")
{
    const RouteTable table = table_of({"/<a>/<b>/<c>/<d>/<e>/<f>/<g>/<h>/<i>/<j>/<k>/<l>"});
    CHECK(route_of(table, Segments(12, "x")) == 0U);
    CHECK_FALSE(route_of(table, Segments(13, "x")));
    CHECK_FALSE(route_of(table, Segments(100'000, "x")));
}

TEST_CASE("text beside a capture belongs to the route, and the capture is what is left")
{
    const RouteTable table = table_of({"/cover/<id>.png", "/page-<int:n>", "/<a>.tar.gz"});
    const Segments cover{"cover", "a.b.png"};
    const auto match = table.match(cover);
    REQUIRE(match);
    CHECK(match->captures[0] == "a.b");
    CHECK(match->captures[0].data() == cover[1].data());
    const Segments numbered{"page--7"};
    CHECK(table.match(numbered)->captures[0] == "-7");
    for (const Segments& other : {Segments{"cover", ".png"}, Segments{"cover", "a.PNG"},
                                  Segments{"page-x"}, Segments{"page-07"}, Segments{".tar.gz"}}) {
        CAPTURE(other.back());
        CHECK_FALSE(route_of(table, other));
    }
}

TEST_CASE("the capture with the most text beside it comes first, in any order of routes")
{
    for (const bool reversed : {false, true}) {
        const RouteTable table =
            reversed ? table_of({"/<a>", "/<int:a>", "/a<x>", "/<x>bc", "/<int:x>bc", "/ab<x>"})
                     : table_of({"/ab<x>", "/<int:x>bc", "/<x>bc", "/a<x>", "/<int:a>", "/<a>"});
        const auto at = [reversed](std::size_t i) { return reversed ? 5 - i : i; };
        CHECK(route_of(table, {"ab7"}) == at(0));
        CHECK(route_of(table, {"7bc"}) == at(1));
        CHECK(route_of(table, {"xbc"}) == at(2));
        CHECK(route_of(table, {"abbc"}) == at(0));
        CHECK(route_of(table, {"axc"}) == at(3));
        CHECK(route_of(table, {"7"}) == at(4));
        CHECK(route_of(table, {"x"}) == at(5));
    }
    CHECK_THROWS_AS(table_of({"/<a>.png", "/<b>.png"}), RouteConflict);
    CHECK_NOTHROW(table_of({"/<a>.png", "/<int:b>.png", "/<a>.jpg", "/x<a>", "/<a>"}));
}

TEST_CASE("a capture of the rest takes what no other route takes")
{
    const RouteTable table =
        table_of({"/files/<path:rest>", "/files/<name>", "/files/<a>/raw", "/<path:all>"});
    CHECK(route_of(table, {"files", "a"}) == 1U);
    CHECK(route_of(table, {"files", "a", "raw"}) == 2U);
    CHECK(route_of(table, {"files", "a", "b"}) == 0U);
    CHECK(route_of(table, {"files"}) == 3U);
    CHECK_FALSE(route_of(table, {}));
    const Segments deep{"files", "a b", "c", "d"};
    auto match = table.match(deep);
    REQUIRE(match);
    const Captures copy = match->captures;
    match.reset();
    REQUIRE(copy.size() == 1);
    CHECK(copy[0] == "a b/c/d");
    Segments long_one(100'000, "x");
    long_one.front() = "files";
    CHECK(route_of(table, long_one) == 0U);
    CHECK_THROWS_AS(table_of({"/a/<path:x>", "/a/<path:y>"}), RouteConflict);
}

TEST_CASE("each rest of a path has one URL: no slash at its end, and none that is encoded")
{
    const RouteTable table = table_of({"/files/<path:rest>"});
    CHECK_FALSE(route_of(table, {"files", ""}));
    CHECK_FALSE(route_of(table, {"files", "a", ""}));
    CHECK_FALSE(route_of(table, {"files", "a/b"}));
}

TEST_CASE("two routes for the same URLs are refused with both names")
{
    RouteTable table = table_of({"/man/<section>/<name>"});
    const std::string why =
        message_of<RouteConflict>([&] { table.add(parse_pattern("/man/<chapter>/<page>"), 1); });
    CHECK(why ==
          "the route \"/man/<chapter>/<page>\" matches the same URLs as \"/man/<section>/<name>\": "
          "remove one of them");
    CHECK_THROWS_AS(table_of({"/", "/"}), RouteConflict);
    CHECK_THROWS_AS(table_of({"/<int:a>", "/<int:b>"}), RouteConflict);
    CHECK_NOTHROW(table_of({"/<int:a>", "/<a>", "/a"}));
}
