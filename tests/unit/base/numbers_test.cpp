#include <aspic/base/numbers.h>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

using aspic::parse_number;

TEST_CASE("a number must be the whole text")
{
    CHECK(parse_number<int>("0") == 0);
    CHECK(parse_number<int>("-12") == -12);
    CHECK(parse_number<std::uint64_t>("18446744073709551615") == UINT64_MAX);
    for (const std::string text : {"", "-", "x", "1x", "x1", " 1", "1 ", "+1", "1.5", "0x10"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_number<int>(text));
    }
    CHECK_FALSE(parse_number<int>(std::string{"1\0", 2}));
}

TEST_CASE("a number must be within its type and its limits")
{
    CHECK(parse_number("1", 1, 3) == 1);
    CHECK(parse_number("3", 1, 3) == 3);
    CHECK_FALSE(parse_number("0", 1, 3));
    CHECK_FALSE(parse_number("4", 1, 3));
    CHECK_FALSE(parse_number<unsigned>("-1"));
    CHECK_FALSE(parse_number<std::uint64_t>("18446744073709551616"));
    CHECK_FALSE(parse_number<std::int8_t>("128"));
    CHECK(parse_number<std::int8_t>("-128") == -128);
}
