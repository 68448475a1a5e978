#include <aspic/routing/path.h>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <tuple>

#include <aspic/http/site_url.h>
#include <aspic/http/target.h>

using namespace aspic;
using namespace std::string_view_literals;

namespace {

constexpr Path<"/"> home_path;
constexpr Path<"/man/<section>/<name>"> manual_path;
constexpr Path<"/list/<int:page>/of/<what>/all"> list_path;
constexpr Path<"/cover/<int:id>.png"> cover_path;
constexpr Path<"/files/<owner>/<path:rest>"> file_path;

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
        REQUIRE(target->segments().size() == 3);
        CHECK(target->segments()[2] == name);
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

TEST_CASE("text beside a capture and the rest of a path are printed and read")
{
    CHECK(cover_path(7) == "/cover/7.png");
    CHECK(cover_path.match("/cover/7.png") == std::tuple{7});
    CHECK_FALSE(cover_path.match("/cover/x.png"));
    CHECK(file_path("a/b", "c d/e.txt") == "/files/a%2Fb/c%20d/e.txt");
    const auto file = file_path.match(file_path("a/b", "c d/e.txt"));
    REQUIRE(file);
    CHECK(*file == std::tuple{std::string{"a/b"}, std::string{"c d/e.txt"}});
}

TEST_CASE("a URL is read into captures of their types, or into nothing")
{
    const auto found = list_path.match("/list/7/of/a%20b/all?x=1");
    static_assert(
        std::is_same_v<decltype(found), const std::optional<std::tuple<int, std::string>>>);
    REQUIRE(found);
    const auto& [page, what] = *found;
    CHECK(page == 7);
    CHECK(what == "a b");
    CHECK_FALSE(list_path.match("/list/seven/of/x/all"));
    CHECK_FALSE(list_path.match("/list/7/of/x"));
    CHECK(home_path.match("/"));
    CHECK_FALSE(home_path.match("/x"));
}

TEST_CASE("below a mount, a path prints its prefix, and reads URLs with it")
{
    const MountScope mount{"/docs"};
    CHECK(home_path() == "/docs/");
    CHECK(manual_path("1", "ls") == "/docs/man/1/ls");
    CHECK(manual_path.match("/docs/man/1/ls"));
    CHECK(home_path.match("/docs"));
}
