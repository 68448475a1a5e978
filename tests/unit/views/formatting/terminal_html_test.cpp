#include "formatting/terminal_html.h"

#include <doctest/doctest.h>

using namespace manual;

TEST_CASE("a character printed over itself is bold, over an underscore italic, and over both both")
{
    CHECK(terminal_html("a b\bbc\bc d") == "a <b>bc</b> d");
    CHECK(terminal_html("_\bf_\bi_\bl_\be x") == "<i>file</i> x");
    CHECK(terminal_html("_\bx\bx y") == "<b><i>x</i></b> y");
    CHECK(terminal_html("a\ba_\bb") == "<b>a</b><i>b</i>");
    CHECK(terminal_html("_\b_x") == "<b>_</b>x");
    CHECK(terminal_html("o\b+") == "+");
}

TEST_CASE("a character of several bytes is one place")
{
    CHECK(terminal_html("\u00e9\b\u00e9") == "<b>\u00e9</b>");
    CHECK(terminal_html("_\b\u2014") == "<i>\u2014</i>");
    CHECK(terminal_html("\u20ac5") == "\u20ac5");
}

TEST_CASE("no part of the text becomes a tag, and the result is balanced")
{
    CHECK(terminal_html("<b>&\"") == "&lt;b&gt;&amp;\"");
    CHECK(terminal_html("<\b<s\bs>\b>") == "<b>&lt;s&gt;</b>");
    CHECK(terminal_html("x\b") == "x");
    CHECK(terminal_html("\b\b\bx") == "x");
    CHECK(terminal_html("a\x01\x1b[1mb") == "a[1mb");
    CHECK(terminal_html("\x80\xff\b") == "\x80\xff");
    CHECK(terminal_html("").empty());
    CHECK(terminal_html(" \n \n").empty());
}

TEST_CASE("blank lines at both ends are removed, and the first line keeps its indentation")
{
    CHECK(terminal_html("\n\n   LS(1)\n\nx  \n\n") == "   LS(1)\n\nx");
}
