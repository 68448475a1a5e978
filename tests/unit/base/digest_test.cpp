#include <aspic/base/digest.h>

#include <doctest/doctest.h>

#include <stdexcept>

#include <aspic/base/encoding.h>

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

// Pages in Redis, their names and the names of static files rest on these (computed by Python's
// hashlib).
TEST_CASE("the hashes that are stored do not change")
{
    aspic::Digest hash;
    hash.add("page");
    CHECK(aspic::to_hex(hash.bytes()) == "475f188b8223e6ba9cab239f948ca7fc");
    CHECK(aspic::to_hex(aspic::Digest{}.bytes()) == "cae66941d9efbd404e4d88758ea67670");
    CHECK(aspic::short_digest("page") == "475f188b8223e6ba");
    CHECK(digest("page", 32) == "T4muR0NGYEUiIA_OLMEkLB5PUJPC62REO6EhvcqPcQI");
}

TEST_CASE("the pieces in which a text comes do not count, the sizes of texts in a list do")
{
    aspic::Digest pieces;
    for (const char* piece : {"4:name", "5:", "", "value"})
        pieces.add(piece);
    aspic::Digest list;
    list.add_sized("name");
    list.add_sized("value");
    aspic::Digest other;
    other.add_sized("namev");
    other.add_sized("alue");
    const std::string bytes = list.bytes();
    CHECK(aspic::to_hex(bytes) == "90c66dfc49dd5958ea94ea2a6299dc38");
    CHECK(pieces.bytes() == bytes);
    CHECK(other.bytes() != bytes);
}

TEST_CASE("a hash that BLAKE2b does not have is a mistake")
{
    CHECK_THROWS_AS(aspic::Digest{15}, std::invalid_argument);
    CHECK_THROWS_AS(aspic::Digest{65}, std::invalid_argument);
}
