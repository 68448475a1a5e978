#include <aspic/routing/pattern.h>

#include <doctest/doctest.h>

#include <string>

using namespace aspic;

TEST_CASE("a pattern is read into literals, texts and numbers")
{
    constexpr Pattern pattern = parse_pattern("/man/<section>/<int:page>");
    static_assert(pattern.problem == PatternProblem::none);
    REQUIRE(pattern.size == 3);
    CHECK(pattern.captures == 2);
    CHECK(pattern.segments[0].kind == SegmentKind::literal);
    CHECK(pattern.segments[0].text == "man");
    CHECK(pattern.segments[1].kind == SegmentKind::text);
    CHECK(pattern.segments[1].text == "section");
    CHECK(pattern.segments[2].kind == SegmentKind::number);
    CHECK(pattern.segments[2].text == "page");
}

TEST_CASE("the root has no segment")
{
    constexpr Pattern root = parse_pattern("/");
    CHECK(root.problem == PatternProblem::none);
    CHECK(root.size == 0);
    CHECK(root.begin() == root.end());
}

TEST_CASE("a pattern that does not start with a slash is refused")
{
    for (const std::string text : {"", "man", "<name>", " /man"}) {
        CAPTURE(text);
        CHECK(parse_pattern(text).problem == PatternProblem::no_leading_slash);
    }
}

TEST_CASE("an empty segment is refused, also at the end")
{
    for (const std::string text : {"//", "/man//ls", "/man/", "/man/<name>/", "//man"}) {
        CAPTURE(text);
        CHECK(parse_pattern(text).problem == PatternProblem::empty_segment);
    }
}

TEST_CASE("text may stand before and after a capture, in its segment")
{
    constexpr Pattern pattern = parse_pattern("/cover/big-<int:id>.png/<name>.txt");
    static_assert(pattern.problem == PatternProblem::none);
    CHECK(pattern.captures == 2);
    CHECK(pattern.segments[1].kind == SegmentKind::number);
    CHECK(pattern.segments[1].text == "id");
    CHECK(pattern.segments[1].before == "big-");
    CHECK(pattern.segments[1].after == ".png");
    CHECK_FALSE(pattern.segments[1].is_whole());
    CHECK(pattern.segments[2].after == ".txt");
    CHECK(parse_pattern("/<name>").segments[0].is_whole());
}

TEST_CASE("a last capture may take the rest")
{
    constexpr Pattern pattern = parse_pattern("/files/<path:rest>");
    static_assert(pattern.problem == PatternProblem::none);
    CHECK(pattern.captures == 1);
    CHECK(pattern.segments[1].kind == SegmentKind::rest);
    CHECK(pattern.segments[1].text == "rest");
    for (const std::string text : {"/<path:rest>/a", "/<path:a>/<b>", "/a<path:rest>",
                                   "/<path:rest>.txt", "/<path:a>/<path:b>"}) {
        CAPTURE(text);
        CHECK(parse_pattern(text).problem == PatternProblem::rest_not_last);
    }
}

TEST_CASE("two captures in one segment are refused")
{
    for (const std::string text : {"/<a><b>", "/<a>-<int:b>", "/x<a>.<b>.y"}) {
        CAPTURE(text);
        CHECK(parse_pattern(text).problem == PatternProblem::two_captures);
    }
}

TEST_CASE("a capture with an unknown name or type, or without an end, is refused")
{
    for (const std::string text :
         {"/<>", "/<int:>", "/<path:>", "/<a-b>", "/<a b>", "/<str:name>", "/<Int:n>", "/<<a>>",
          "/<name", "/name>", "/<", "/>", "/a<b>c>"}) {
        CAPTURE(text);
        CHECK(parse_pattern(text).problem == PatternProblem::bad_capture);
    }
}

TEST_CASE("a literal that is not valid in a URL is refused")
{
    for (const std::string text : {"/a?b=1", "/a#b", "/a%20b", "/a b", "/.", "/a/..", "/Zo\xc3\xab",
                                   "/a\\b", "/a\nb", "/a:b", "/a b<c>", "/<c>%20"}) {
        CAPTURE(text);
        CHECK(parse_pattern(text).problem == PatternProblem::bad_literal);
    }
    CHECK(parse_pattern("/.well-known/A_b~1.2/...").problem == PatternProblem::none);
}

TEST_CASE("a pattern has at most twelve segments")
{
    CHECK(parse_pattern("/1/2/3/4/5/6/7/8/9/10/11/<int:n>").problem == PatternProblem::none);
    CHECK(parse_pattern("/1/2/3/4/5/6/7/8/9/10/11/12/<int:n>").problem == PatternProblem::too_long);
}
