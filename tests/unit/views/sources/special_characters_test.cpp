#include "sources/special_characters.h"

#include <doctest/doctest.h>

using namespace manual;

TEST_CASE("special characters have the names of groff_char(7)")
{
    CHECK(special_character("em") == "\u2014");
    CHECK(special_character(":a") == "ä");
    CHECK(special_character("*a") == "α");
    CHECK(special_character("Eu") == "€");
    CHECK(special_character("sqrt") == "√");
    CHECK(special_character("a\"") == "\u02DD");
    CHECK(special_character("~~") == "≈");
    CHECK(special_character("Fl") == "ffl");
    CHECK(special_character("hy") == "-");
}

TEST_CASE("characters may be named by their code points")
{
    CHECK(special_character("u2014") == "\u2014");
    CHECK(special_character("u1F600") == "\U0001F600");
    CHECK(special_character("u0041_0301") == "Á");
    CHECK(special_character("char65") == "A");
    CHECK(special_character("x") == "x");
}

TEST_CASE("a composite joins a character and its accents")
{
    CHECK(special_character("e aa") == "é");
    CHECK(special_character("a ho") == "ą");
    CHECK(special_character("*a aa") == "ά");
}

TEST_CASE("unknown names give nothing")
{
    for (const char* name :
         {"", "zz", "u12", "u00zz", "u1234567", "char", "char9999999", " ", "u_"})
        CHECK_MESSAGE(special_character(name).empty(), name);
    CHECK(special_character("uD800") == "\uFFFD");
    CHECK(special_character("uFFFFFF") == "\uFFFD");
}
