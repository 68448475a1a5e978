#include <aspic/routing/path.h>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

#include <aspic/http/target.h>

using namespace aspic;
using namespace std::string_view_literals;

namespace {

constexpr Path<"/"> home_path;
constexpr Path<"/man/<section>/<name>"> manual_path;
constexpr Path<"/list/<int:page>/of/<what>/all"> list_path;

}  // namespace

TEST_CASE("a path prints its URL")
{
    CHECK(home_path() == "/");
    CHECK(Path<"/search">{}() == "/search");
    CHECK(manual_path("1", "ls") == "/man/1/ls");
    CHECK(manual_path(std::string{"3p"}, "printf"sv) == "/man/3p/printf");
    CHECK(list_path(7, "pages") == "/list/7/of/pages/all");
}

TEST_CASE("every byte of a capture with a meaning in URLs is percent-encoded")
{
    CHECK(manual_path("a/b", "c?d#e&f%2F") == "/man/a%2Fb/c%3Fd%23e%26f%252F");
    CHECK(manual_path("1", "[ ") == "/man/1/%5B%20");
    CHECK(manual_path("1", "\"'<>\\\n") == "/man/1/%22%27%3C%3E%5C%0A");
    CHECK(manual_path("1", "Zo\xc3\xab") == "/man/1/Zo%C3%AB");
    CHECK(manual_path("-._~", "x") == "/man/-._~/x");
}

TEST_CASE("a number is printed as the only text that matches it")
{
    CHECK(list_path(-3, "x") == "/list/-3/of/x/all");
    CHECK(list_path(std::numeric_limits<int>::min(), "x") == "/list/-2147483648/of/x/all");
    CHECK(list_path(std::uint8_t{7}, "x") == "/list/7/of/x/all");
}

TEST_CASE("a printed path is parsed back to the same captures")
{
    for (const auto name :
         {"ls"sv, "[."sv, "a/b"sv, "100%"sv, "?q=1"sv, "..."sv, "\\"sv, "\xff"sv}) {
        CAPTURE(name);
        const auto target = Target::parse(manual_path("1", name));
        REQUIRE(target);
        REQUIRE(target->segments.size() == 3);
        CHECK(target->segments[2] == name);
        CHECK(target->path == manual_path("1", name));
    }
}

TEST_CASE("a path knows the type of each capture")
{
    using List = Path<"/list/<int:page>/of/<what>/all">;
    static_assert(List::capture_kind(0) == SegmentKind::number);
    static_assert(List::capture_kind(1) == SegmentKind::text);
    CHECK(List::pattern.captures == 2);
}
