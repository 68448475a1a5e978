#include <aspic/http/structured_field.h>

#include <doctest/doctest.h>

using namespace aspic::structured;
using namespace std::string_view_literals;

namespace {

/// "a=1 b=?1 c=()": the members, with "()" for an inner list.
std::string shown(std::string_view field)
{
    const auto members = parse_dictionary(field);
    if (!members) return "none";
    std::string text;
    for (const Member& member : *members) {
        if (!text.empty()) text += ' ';
        text += member.key + '=' + (member.item ? member.item->value.text : "()");
    }
    return text;
}

}  // namespace

TEST_CASE("a dictionary has members with values, with none, and with parameters")
{
    CHECK(shown("a=1, b, c=\"x, y\" ,\td=?0") == "a=1 b=?1 c=x, y d=?0");
    CHECK(shown("  a=1  ") == "a=1");
    CHECK(shown("").empty());
    CHECK(shown("*a.b-c_d=tok/en:*") == "*a.b-c_d=tok/en:*");
    CHECK(shown("a=(1 \"two\";x three), b=();q=1, c=( 1  2 )") == "a=() b=() c=()");
    const auto members = parse_dictionary("a;x;y=2, b=3;z=\"q\"");
    REQUIRE(members);
    CHECK(members->front().item->parameters.size() == 2);
    CHECK(members->front().item->parameters[1].second.text == "2");
    CHECK(members->back().item->parameters.front().first == "z");
}

TEST_CASE("the last value of a key counts")
{
    CHECK(shown("a=1, b=2, a=3") == "b=2 a=3");
}

TEST_CASE("what is no dictionary gives nothing")
{
    for (const auto field :
         {"A=1"sv,       "1=a"sv,   "a=1,"sv,    ",a=1"sv,     "a=1,,b"sv,
          "a=1 b=2"sv,   "a="sv,    "a =1"sv,    "a= 1"sv,     "a=\"x"sv,
          "a=\"\\x\""sv, "a=(1"sv,  "a=(1,2)"sv, "a=(1\t2)"sv, "a=(\"x\"\"y\")"sv,
          "a=1;"sv,      "a=1;B"sv, "a=?2"sv,    "a=:!:"sv,    "a=:YQ=="sv,
          "a=-"sv,       "a=1."sv,  "a=+1"sv,    "a=&"sv,      "\ta"sv,
          "\"a\""sv}) {
        CAPTURE(field);
        CHECK(shown(field) == "none");
    }
}

TEST_CASE("numbers have at most as many digits as the document allows")
{
    CHECK(shown("a=999999999999999") == "a=999999999999999");
    CHECK(shown("a=-999999999999999") == "a=-999999999999999");
    CHECK(shown("a=1000000000000000") == "none");
    CHECK(shown("a=123456789012.123") == "a=123456789012.123");
    CHECK(shown("a=1234567890123.1") == "none");
    CHECK(shown("a=1.2345") == "none");
}

TEST_CASE("a list is read as before, and a member with a key is no item of it")
{
    const auto list = parse_list("Aspic; hit; ttl=3, \"other\"");
    REQUIRE(list);
    CHECK(list->size() == 2);
    CHECK(list->front().parameters.size() == 2);
    CHECK_FALSE(parse_list("a=1"));
    CHECK_FALSE(parse_list("(a b)"));
}
