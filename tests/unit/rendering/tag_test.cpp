#include <aspic/rendering/tag.h>

#include <doctest/doctest.h>

using aspic::tag;

TEST_CASE("a tag is its parts with colons between them")
{
    CHECK(tag("catalogue") == "catalogue");
    CHECK(tag("manual", "ls") == "manual:ls");
    CHECK(tag("manual", "ls", "1") == "manual:ls:1");
    CHECK(tag("manual", "") == "manual:");
}

TEST_CASE("no part can be cut otherwise to give another tag")
{
    CHECK(tag("a:b") == "a%3Ab");
    CHECK(tag("a", "b") != tag("a:b"));
    CHECK(tag("a%3Ab") != tag("a:b"));
    CHECK(tag("a b\n", "\xff") == "a%20b%0A:%FF");
}
