#include <aspic/base/syntax.h>

#include <doctest/doctest.h>

#include <string>

using namespace aspic::syntax;

TEST_CASE("lower_case changes ASCII letters only")
{
    CHECK(lower_case("Host-A9[Z]") == "host-a9[z]");
    CHECK(lower_case("\u00c4") == "\u00c4");
    CHECK(lower_case("").empty());
}

TEST_CASE("only ASCII letters and digits are letters and digits, whatever the locale")
{
    std::string letters;
    std::string digits;
    for (int byte = 0; byte < 256; ++byte) {
        if (is_letter(static_cast<char>(byte))) letters += static_cast<char>(byte);
        if (is_digit(static_cast<char>(byte))) digits += static_cast<char>(byte);
    }
    CHECK(letters == "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    CHECK(digits == "0123456789");
    CHECK(lower('Z') == 'z');
    CHECK(lower('[') == '[');
    CHECK(lower('\xc4') == '\xc4');
}

TEST_CASE("control characters are those below the space, and DEL")
{
    CHECK(is_control('\0'));
    CHECK(is_control('\t'));
    CHECK(is_control('\x1f'));
    CHECK(is_control('\x7f'));
    CHECK_FALSE(is_control(' '));
    CHECK_FALSE(is_control('\x80'));
    CHECK(is_ascii("a\x7f"));
    CHECK_FALSE(is_ascii("a\x80"));
}

TEST_CASE("a token has no delimiter, and at least one character (RFC 9110, section 5.6.2)")
{
    CHECK(is_token("If-None-Match"));
    CHECK(is_token("!#$%&'*+-.^_`|~0aZ"));
    CHECK_FALSE(is_token(""));
    for (const char c : std::string_view{"\"(),/:;<=>?@[\\]{} \t\x7f\xff"}) {
        CAPTURE(c);
        CHECK_FALSE(is_token(std::string{"a"} + c));
    }
}

TEST_CASE("only spaces and tabs are trimmed from a text")
{
    CHECK(trim(" \t a b\t ") == "a b");
    CHECK(trim("\na\r") == "\na\r");
    CHECK(trim(" \t ").empty());
}

TEST_CASE("a piece and its separator are removed from the front")
{
    std::string_view rest = "a,,b";
    CHECK(take_until(rest, ',') == "a");
    CHECK(take_until(rest, ',').empty());
    CHECK(rest == "b");
    CHECK(take_until(rest, ',') == "b");
    CHECK(rest.empty());
    CHECK(take_until(rest, ',').empty());
}
