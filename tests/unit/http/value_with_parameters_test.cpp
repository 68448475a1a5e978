#include <aspic/http/value_with_parameters.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a value and its parameters are read, quoted or not")
{
    const auto read = parse_value_with_parameters(
        "Form-Data; name=\"a b\" ; FileName=\"C:\\dir\\say \\\"x\\\".txt\";x=1;");
    REQUIRE(read);
    CHECK(read->value == "form-data");
    CHECK(read->parameter("name") == "a b");
    CHECK(read->parameter("filename") == "C:\\dir\\say \"x\".txt");
    CHECK(read->parameter("x") == "1");
    CHECK_FALSE(read->parameter("y"));
}

TEST_CASE("a malformed value with parameters is refused")
{
    for (const auto* text : {"a; b", "a; b=\"c", "a; =c", "a; b=c; B=d", "a; b=c d", "a; b=\"c\"d",
                             "a; b c=d", "a\r\n; b=c", "a; b="}) {
        CAPTURE(text);
        CHECK_FALSE(parse_value_with_parameters(text));
    }
}

TEST_CASE("a charset must be UTF-8 if it is stated")
{
    const auto is_right = [](const char* text) {
        return is_utf8_or_unstated(parse_value_with_parameters(text).value());
    };
    CHECK(is_right("text/plain"));
    CHECK(is_right("text/plain; charset=UTF-8"));
    CHECK(is_right("text/plain; charset=\"utf-8\""));
    CHECK_FALSE(is_right("text/plain; charset=iso-8859-1"));
}
