#include <aspic/http/entity_tag.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::string_view_literals;

TEST_CASE("an entity tag is text in quotes, weak with W/ before it")
{
    for (const auto text :
         {"\"x\""sv, "\"\""sv, "W/\"x\""sv, "\"a;b,c'!\""sv, "\"\\\""sv, "\"\xc3\xa9\""sv})
        CHECK(is_entity_tag(text));
    for (const auto text : {""sv, "x"sv, "\""sv, "\"x"sv, "x\""sv, "w/\"x\""sv, "W/x"sv, "W/"sv,
                            "\"a b\""sv, "\"a\"b\""sv, "\"x\" "sv, " \"x\""sv, "\"\t\""sv}) {
        CAPTURE(text);
        CHECK_FALSE(is_entity_tag(text));
    }
}

TEST_CASE("a coded copy has its own tag")
{
    CHECK(with_coding("\"x\"", "gzip") == "\"x-gzip\"");
    CHECK(with_coding("\"\"", "br") == "\"-br\"");
    CHECK(with_coding("\"x\"", "") == "\"x\"");
    CHECK(with_coding("W/\"x\"", "gzip") == "W/\"x-gzip\"");
}
