#include <aspic/base/digest.h>

#include <doctest/doctest.h>

#include <stdexcept>

using aspic::digest;

TEST_CASE("a digest has the requested length, and each length is independent of the others")
{
    CHECK(digest("page", 4).size() == 6);
    CHECK(digest("page", 8).size() == 11);
    CHECK(digest("page", 16).size() == 22);
    CHECK(digest("page", 32).size() == 43);
    CHECK(digest("page", 9).substr(0, 8) == digest("page", 6));
}

TEST_CASE("another text has another digest, and the same text the same")
{
    CHECK(digest("page", 4) == digest("page", 4));
    CHECK(digest("page", 4) != digest("pagf", 4));
    CHECK(digest("", 4) != digest(std::string_view{"\0", 1}, 4));
}

TEST_CASE("a digest of no bytes, or of too many, is a mistake")
{
    CHECK_THROWS_AS(digest("page", 0), std::invalid_argument);
    CHECK_THROWS_AS(digest("page", 33), std::invalid_argument);
}
