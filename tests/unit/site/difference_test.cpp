#include <aspic/site/difference.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("equal texts have no difference")
{
    CHECK_FALSE(find_difference("", ""));
    CHECK_FALSE(find_difference("a\nb", "a\nb"));
}

TEST_CASE("a difference has its byte, line and column, and the text there")
{
    const auto found = find_difference("one\ntwo three", "one\ntwo four");
    REQUIRE(found);
    CHECK(found->byte == 8);
    CHECK(found->line == 2);
    CHECK(found->column == 5);
    CHECK(found->first == "\"one\\ntwo three\"");
    CHECK(found->second == "\"one\\ntwo four\"");
    CHECK(find_difference("abc", "xbc")->column == 1);
    CHECK(find_difference("a\n", "a\nb")->line == 2);
    CHECK(find_difference("a\n", "a\nb")->column == 1);
    CHECK(find_difference("a\n", "a\nb")->first == "\"a\\n\"");
}

TEST_CASE("an excerpt leaves out distant text, and never splits a character")
{
    const std::string far(100, '.');
    const auto found = find_difference(far + "a" + far, far + "b" + far);
    CHECK(found->first == "...\"" + std::string(32, '.') + "a" + std::string(47, '.') + "\"...");
    std::string umlauts;
    for (int i = 0; i < 60; ++i)
        umlauts += "ä";
    const auto between = find_difference(umlauts + "x" + umlauts, umlauts + "y" + umlauts);
    CHECK(between->first.starts_with("...\"ä"));
    CHECK(between->first.ends_with("ä\"..."));
    CHECK(find_difference(".." + umlauts, ".." + umlauts + "x")->second.starts_with("...\"ä"));
}

TEST_CASE("an excerpt shows characters that a terminal would hide or obey")
{
    CHECK(excerpt("\x1b[31m\"\\\t\x7f", 0, 0) == "\"\\x1b[31m\\\"\\\\\\x09\\x7f\"");
    CHECK(excerpt("abc", 3, 9) == "\"abc\"");
}
