#include <aspic/http/conditional.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

TEST_CASE("ETags are compared weakly, as in the table of RFC 9110, section 8.8.3.2")
{
    CHECK(matches_etag("W/\"1\"", "W/\"1\""));
    CHECK_FALSE(matches_etag("W/\"1\"", "W/\"2\""));
    CHECK(matches_etag("W/\"1\"", "\"1\""));
    CHECK(matches_etag("\"1\"", "\"1\""));
    CHECK_FALSE(matches_etag("w/\"1\"", "\"1\""));
}

TEST_CASE("an ETag is found anywhere in a list, and a comma inside an ETag is part of it")
{
    CHECK(matches_etag("\"xyzzy\", \"r2d2xxxx\", \"c3piozzzz\"", "\"c3piozzzz\""));
    CHECK(matches_etag("\"a,b\" ,\"c\"", "\"a,b\""));
    CHECK(matches_etag(", ,\"c\",", "\"c\""));
    CHECK_FALSE(matches_etag("\"a,\"b\"\"", "\"b\""));
}

TEST_CASE("a star matches every ETag, but only if it is alone")
{
    CHECK(matches_etag("*", "\"a\""));
    CHECK(matches_etag(" * ", "\"a\""));
    CHECK_FALSE(matches_etag("\"*\"", "\"a\""));
    CHECK_FALSE(matches_etag("*, \"b\"", "\"a\""));
}

TEST_CASE("a suffix for a coding does not make another ETag")
{
    for (const auto theirs : {"\"h\""sv, "\"h-gzip\""sv, "\"h-br\""sv, "\"h;gzip\""sv,
                              "\"h--gzip\""sv, "W/\"h-zstd\""sv, "\"h-br-gzip\""sv}) {
        CAPTURE(theirs);
        CHECK(matches_etag(theirs, "\"h\""));
        CHECK(matches_etag(theirs, "\"h-gzip\""));
        CHECK_FALSE(matches_etag(theirs, "\"g\""));
    }
    CHECK_FALSE(matches_etag("\"hgzip\"", "\"h\""));
    CHECK_FALSE(matches_etag("\"h-lzma\"", "\"h\""));
}

TEST_CASE("malformed ETags match nothing, and do not hide the ETags after them")
{
    for (const auto text :
         {""sv, "h"sv, "\"h"sv, "h\""sv, "\"\""sv, "W/h"sv, "'h'"sv, "\"h\"x"sv, "\"h\0\""sv}) {
        CAPTURE(text);
        CHECK_FALSE(matches_etag(text, "\"h\""));
    }
    CHECK(matches_etag("x, \"h\"", "\"h\""));
    CHECK_FALSE(matches_etag("\"h\"", ""));
    CHECK_FALSE(matches_etag("\"\"", "h"));
}

TEST_CASE("If-None-Match decides if it is present, and If-Modified-Since otherwise")
{
    constexpr Time modified{784111777s};
    constexpr auto same = "Sun, 06 Nov 1994 08:49:37 GMT"sv;
    constexpr auto before = "Sun, 06 Nov 1994 08:49:36 GMT"sv;
    CHECK(not_modified("\"a\"", before, "\"a\"", modified));
    CHECK_FALSE(not_modified("\"b\"", same, "\"a\"", modified));
    CHECK_FALSE(not_modified("", same, "\"a\"", modified));
    CHECK(not_modified({}, same, "\"a\"", modified));
    CHECK_FALSE(not_modified({}, before, "\"a\"", modified));
    CHECK_FALSE(not_modified({}, "yesterday", "\"a\"", modified));
    CHECK_FALSE(not_modified({}, {}, "\"a\"", modified));
}
