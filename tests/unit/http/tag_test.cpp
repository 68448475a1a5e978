#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include <aspic/http/tag.h>

using aspic::tag;

TEST_CASE("a tag is its parts, with colons between them")
{
    CHECK(tag("manual") == "manual");
    CHECK(tag("manual", "ls") == "manual:ls");
    CHECK(tag("manual", std::string{"ls"}, std::string_view{"1"}) == "manual:ls:1");
}

TEST_CASE("whole numbers are parts of tags")
{
    CHECK(tag("item", 7) == "item:7");
    CHECK(tag("item", -7L, 8U) == "item:-7:8");
    CHECK(tag("item", std::uint64_t{18'446'744'073'709'551'615U}) == "item:18446744073709551615");
}

TEST_CASE("no two lists of parts share a tag")
{
    CHECK(tag("a:b") == "a%3Ab");
    CHECK(tag("a", "b") != tag("a:b"));
    CHECK(tag("a", "") == "a:");
    CHECK(tag("50%", "ä") == "50%25:%C3%A4");
}
