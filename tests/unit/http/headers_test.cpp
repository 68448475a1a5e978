#include <aspic/http/headers.h>

#include <doctest/doctest.h>

#include <stdexcept>

using namespace aspic;
using namespace std::string_view_literals;

TEST_CASE("a field is found in any case of its name")
{
    Headers headers;
    headers.set("Content-Type", "text/html");
    CHECK(headers.get("content-type") == "text/html");
    CHECK(headers.has("CONTENT-TYPE"));
    CHECK_FALSE(headers.has("Content-Typ"));
    CHECK_FALSE(headers.get("Content_Type"));
}

TEST_CASE("set replaces all fields of that name, at the place of the first one")
{
    Headers headers;
    headers.add("Vary", "A");
    headers.add("X", "1");
    headers.add("vary", "B");
    headers.set("VARY", "C");
    REQUIRE(headers.size() == 2);
    CHECK(*headers.begin() == Headers::Field{"VARY", "C"});
    CHECK(headers.get("x") == "1");
}

TEST_CASE("set accepts a part of the value that it replaces")
{
    Headers headers;
    headers.set("X", "a value that is too long for the string to hold it within itself");
    headers.set("X", headers.get("X")->substr(2));
    CHECK(headers.get("X") == "value that is too long for the string to hold it within itself");
}

TEST_CASE("fields of one name are joined in order")
{
    Headers headers;
    CHECK_FALSE(headers.joined("Vary"));
    headers.add("Vary", "Accept");
    headers.add("Set-Cookie", "a=1");
    headers.add("vary", "");
    headers.add("vary", "Cookie");
    CHECK(headers.joined("Vary") == "Accept, , Cookie");
    headers.remove("VARY");
    CHECK(headers.size() == 1);
}

TEST_CASE("a value cannot become a second field")
{
    Headers headers;
    for (const auto value : {"a\r\nSet-Cookie: b=1"sv, "a\nb"sv, "a\rb"sv, "a\0b"sv, "\x1b[31m"sv,
                             "a\x7f"sv, "\v"sv}) {
        CHECK_THROWS_AS(headers.set("X", value), std::invalid_argument);
        CHECK_THROWS_AS(headers.add("X", value), std::invalid_argument);
    }
    CHECK(headers.empty());
    headers.add("X", "tab\tand \xc3\xa9 may stand");
    CHECK(headers.size() == 1);
}

TEST_CASE("the name of a field is a token")
{
    Headers headers;
    for (const auto name : {""sv, "A B"sv, "A:"sv, "A\r\n"sv, "A\0"sv, "\xc3\xa9"sv, "(A)"sv}) {
        CHECK_THROWS_AS(headers.set(name, "1"), std::invalid_argument);
    }
    headers.set("!#$%&'*+-.^_`|~09azAZ", "1");
    CHECK(headers.size() == 1);
}

TEST_CASE("the error for a field names it, and contains no control character")
{
    Headers headers;
    CHECK_THROWS_WITH(headers.set("Location", "a\nb"),
                      "the value of the field Location holds a control character");
    CHECK_THROWS_WITH(headers.set("A\nB", "x"), "\"A%0AB\" is not a valid field name");
}
