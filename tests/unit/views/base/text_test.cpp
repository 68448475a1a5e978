#include "base/text.h"

#include <doctest/doctest.h>

using namespace manual;

TEST_CASE("valid UTF-8 is distinguished from other bytes")
{
    CHECK(is_utf8("\u00E9\u20AC\U0001F600\uFFFD"));
    for (const char* text :
         {"\xe9", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80"})
        CHECK(!is_utf8(text));
    CHECK(utf8(code_points("a\u00E9\u20AC\U0001F600")) == "a\u00E9\u20AC\U0001F600");
    CHECK(utf8(code_points("\u7F51\uFFFE\U0010FFFF")) == "\u7F51\uFFFE\U0010FFFF");
}

TEST_CASE("a value that is not a code point is written as U+FFFD")
{
    for (const char32_t point : {0xD800U, 0xDFFFU, 0x110000U, 0xFFFFFFFFU}) {
        CAPTURE(point);
        CHECK(utf8({&point, 1}) == "\uFFFD");
    }
    for (const char* text : {"\xe9", "\xe2\x82", "\xf0\x9f\x98", "\xff"}) {
        CAPTURE(text);
        CHECK(code_points(std::string{"a"} + text + "b") == U"a\uFFFDb");
    }
}

TEST_CASE("text is cut between characters")
{
    CHECK(cut("\u00E9\u00E9", 3) == "\u00E9");
    CHECK(cut("abc", 5) == "abc");
    CHECK(tidy("\u00E9\u00E9", 3) == "\u00E9");
}

TEST_CASE("numbers have commas")
{
    CHECK(with_commas(0) == "0");
    CHECK(with_commas(999) == "999");
    CHECK(with_commas(1000) == "1,000");
    CHECK(with_commas(-1234567) == "-1,234,567");
}

TEST_CASE("lines are taken one after the other")
{
    std::string_view text = "one\n\nthree";
    CHECK(take_line(text) == "one");
    CHECK(take_line(text).empty());
    CHECK(text == "three");
    CHECK(take_line(text) == "three");
    CHECK(text.empty());
    CHECK(take_line(text).empty());
}

template <class Text>
concept CanBeSplit = requires(Text text)
{
    split(static_cast<Text>(text), ' ');
};

TEST_CASE("a temporary text cannot be split, because its parts would dangle")
{
    CHECK(CanBeSplit<const std::string&>);
    CHECK(CanBeSplit<std::string_view>);
    CHECK_FALSE(CanBeSplit<std::string&&>);
}

TEST_CASE("only the letters of ASCII have a lower case")
{
    CHECK(lower_case("Ls(1) ÄZ@[") == "ls(1) Äz@[");
    CHECK(is_ascii_capital('A'));
    CHECK(is_ascii_capital('Z'));
    for (const char c : {'@', '[', 'a', '\xc4'})
        CHECK_FALSE(is_ascii_capital(c));
}
