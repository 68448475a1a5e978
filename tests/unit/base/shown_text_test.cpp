#include <aspic/base/shown_text.h>

#include <doctest/doctest.h>

using aspic::shown_text;

TEST_CASE("shown text has no control characters, and is UTF-8")
{
    CHECK(shown_text("a\tb\nc", 100) == "a\tb\nc");
    CHECK(shown_text("\x1b[31m\r\x7f", 100) == "\\x1b[31m\\x0d\\x7f");
    CHECK(shown_text("\xff\xc3", 100) == "\\xff\\xc3");
    CHECK(shown_text("é€", 100) == "é€");
    CHECK(shown_text(std::string_view{"a\0b", 3}, 100) == "a\\x00b");
}

TEST_CASE("a long text is cut between characters, and says how long it is")
{
    CHECK(shown_text("abcdef", 6) == "abcdef");
    CHECK(shown_text("abcdefg", 6) == "abcdef… (7 bytes in all)");
    CHECK(shown_text("aé", 2) == "a… (3 bytes in all)");
    CHECK(shown_text(std::string(2048, 'x'), 1) == "x… (2 KiB in all)");
}
