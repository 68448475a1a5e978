#include <aspic/base/json.h>

#include <doctest/doctest.h>

#include <string>

using namespace aspic;

TEST_CASE("quotes, backslashes, control characters and < are escaped")
{
    CHECK(json_string("") == "\"\"");
    CHECK(json_string("a \"b\" \\ </i>") == R"("a \"b\" \\ \u003c/i>")");
    CHECK(json_string(std::string_view{"\0\n\x1f\x7f", 4}) == R"("\u0000\u000a\u001f\u007f")");
}

TEST_CASE("UTF-8 stays, and each other byte becomes U+FFFD")
{
    const std::string replaced = "\xef\xbf\xbd";
    for (const std::string whole :
         {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"}) {
        CHECK(json_string("a" + whole + "b") == "\"a" + whole + "b\"");
        // Without its last byte, a character is several bytes that are none.
        std::string part;
        for (std::size_t i = 1; i < whole.size(); ++i)
            part += replaced;
        CHECK(json_string(whole.substr(0, whole.size() - 1)) == '"' + part + '"');
    }
    for (const std::string odd : {"\x80", "\xff", "\xc0", "\xf5"})
        CHECK(json_string(odd + "x") == '"' + replaced + "x\"");
    // Two forms of one character, a surrogate, and a number above the last character.
    for (const std::string odd : {"\xc1\x81", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
        CHECK(json_string(odd).find(replaced) == 1);
        CHECK(json_string(odd).size() == 2 + 3 * odd.size());
    }
}
