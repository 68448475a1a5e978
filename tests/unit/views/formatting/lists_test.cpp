#include "formatting/lists.h"

#include <doctest/doctest.h>

#include "formatting/simplify.h"

using namespace manual;

namespace {

std::string arranged(std::string_view html)
{
    HtmlTree tree{html};
    simplify(tree);
    arrange_lists(tree);
    remove_unused_classes(tree);
    return tree.html();
}

}  // namespace

TEST_CASE("a short paragraph in front of an indented block is a term")
{
    CHECK(arranged("<p class=\"Pp\">--follow</p>\n<div class=\"Bd-indent\">Text.</div>") ==
          "<dl><dt>--follow</dt><dd>Text.</dd></dl>");
    CHECK(arranged("<p class=\"Pp\"><b>core.editor</b></p><div class=\"Bd-indent\">Text.</div>"
                   "<p class=\"Pp\">-a</p><p class=\"Pp\">-b</p><div class=\"Bd-indent\">More."
                   "<p class=\"Pp\">End.</p></div>") ==
          "<dl><dt><b>core.editor</b></dt><dd>Text.</dd><dt>-a</dt><dt>-b</dt><dd>More."
          "<p>End.</p></dd></dl>");
}

TEST_CASE("a sentence in front of an indented block is no term")
{
    const std::string sentence = "<p>The following command:</p><div class=\"Bd-indent\">ls</div>";
    CHECK(arranged("<p class=\"Pp\">The following command:</p><div class=\"Bd-indent\">ls</div>") ==
          sentence);
    CHECK(arranged(
              "<p class=\"Pp\"><b>See below</b></p><div class=\"Bd-indent\"><pre>ls</pre></div>") ==
          "<p><b>See below</b></p><pre>ls</pre>");
}

TEST_CASE("terms that are all one bullet become a list of items")
{
    CHECK(arranged("<dl class=\"Bl-tag\"><dt id=\"o\">o</dt><dd>a</dd><dt>o</dt><dd>b</dd></dl>") ==
          "<ul class=\"Bl-bullet\"><li id=\"o\">a</li><li>b</li></ul>");
    CHECK(arranged("<dl class=\"Bl-tag\"><dt><b>*</b></dt><dd>a</dd><dt>*</dt><dd>b</dd></dl>") ==
          "<ul class=\"Bl-bullet\"><li>a</li><li>b</li></ul>");
    CHECK(arranged("<dl class=\"Bl-tag\"><dt>&#x00B7;</dt><dd>a</dd></dl>") ==
          "<ul class=\"Bl-bullet\"><li>a</li></ul>");
    CHECK(arranged("<div class=\"Bd-indent\">&#x2022;&#x00A0;a</div><div class=\"Bd-indent\">"
                   "&#x2022; b</div>") == "<ul class=\"Bl-bullet\"><li>a</li><li>b</li></ul>");
}

TEST_CASE("operators in a list of definitions are no bullets")
{
    const std::string html = "<dl><dt>*</dt><dd>a</dd><dt>+</dt><dd>b</dd></dl>";
    CHECK(arranged(html) == html);
    CHECK(arranged("<dl><dt>*</dt><dd>times</dd></dl>") == "<dl><dt>*</dt><dd>times</dd></dl>");
}

TEST_CASE("an indented block after a definition goes on with it, and an empty term too")
{
    CHECK(arranged("<dl class=\"Bl-tag\"><dt>-a</dt><dd></dd></dl><div class=\"Bd-indent\">x"
                   "<dl class=\"Bl-tag\"><dt>b</dt><dd>c</dd></dl></div>") ==
          "<dl><dt>-a</dt><dd>x<dl><dt>b</dt><dd>c</dd></dl></dd></dl>");
    CHECK(arranged("<dl class=\"Bl-tag\"><dt>-a</dt><dd>x</dd></dl><div class=\"Bd-indent\">y</div>"
                   "<dl class=\"Bl-tag\"><dt>-b</dt><dd>z</dd></dl>") ==
          "<dl><dt>-a</dt><dd>x<p>y</p></dd><dt>-b</dt><dd>z</dd></dl>");
    CHECK(arranged("<dl class=\"Bl-tag\"><dt>-a</dt><dd>x</dd><dt></dt><dd>y</dd></dl>") ==
          "<dl><dt>-a</dt><dd>x<p>y</p></dd></dl>");
}
