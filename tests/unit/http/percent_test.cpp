#include <aspic/http/percent.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::string_view_literals;

TEST_CASE("every byte survives percent-encoding and decoding")
{
    std::string all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    CHECK(percent_decode(percent_encode(all)) == all);
}

TEST_CASE("only unreserved characters are not encoded")
{
    CHECK(percent_encode("AZaz09-._~") == "AZaz09-._~");
    CHECK(percent_encode(" /?#%&=+;\"<>") == "%20%2F%3F%23%25%26%3D%2B%3B%22%3C%3E");
    CHECK(percent_encode("\xc3\xa9\0"sv) == "%C3%A9%00");
}

TEST_CASE("a percent sign needs two hexadecimal digits")
{
    for (const auto text :
         {"%"sv, "a%"sv, "%4"sv, "%4g"sv, "%g4"sv, "%%41"sv, "%-1"sv, "%u0041"sv}) {
        CHECK_FALSE(percent_decode(text));
    }
    CHECK(percent_decode("%4a%4A+") == "JJ+");
    CHECK(percent_decode("%2541") == "%41");
    CHECK(percent_decode("") == "");
}
