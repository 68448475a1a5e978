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

TEST_CASE("different texts have different digests, and equal texts the same digest")
{
    CHECK(digest("page", 4) == digest("page", 4));
    CHECK(digest("page", 4) != digest("pagf", 4));
    CHECK(digest("", 4) != digest(std::string_view{"\0", 1}, 4));
}

TEST_CASE("a digest of zero bytes, or of too many, is refused")
{
    CHECK_THROWS_AS(digest("page", 0), std::invalid_argument);
    CHECK_THROWS_AS(digest("page", 33), std::invalid_argument);
}

// The names of pages in Redis, and of static files, depend on these hashes. (The values were
// computed with Python's hashlib.)
TEST_CASE("the hashes that are stored do not change")
{
    aspic::Digest hash;
    hash.add("page");
    CHECK(aspic::to_hex(hash.bytes()) == "475f188b8223e6ba9cab239f948ca7fc");
    CHECK(aspic::to_hex(aspic::Digest{}.bytes()) == "cae66941d9efbd404e4d88758ea67670");
    CHECK(aspic::short_digest("page") == "475f188b8223e6ba");
    CHECK(digest("page", 32) == "T4muR0NGYEUiIA_OLMEkLB5PUJPC62REO6EhvcqPcQI");
}

TEST_CASE("splitting a text changes nothing, but the sizes of the texts in a list count")
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

TEST_CASE("a hash size that BLAKE2b does not support is refused")
{
    CHECK_THROWS_AS(aspic::Digest{15}, std::invalid_argument);
    CHECK_THROWS_AS(aspic::Digest{65}, std::invalid_argument);
}
