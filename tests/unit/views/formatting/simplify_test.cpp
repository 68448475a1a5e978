#include "formatting/simplify.h"

#include <doctest/doctest.h>

using namespace manual;

namespace {

std::string simplified(std::string_view html)
{
    HtmlTree tree{html};
    simplify(tree);
    return tree.html();
}

}  // namespace

TEST_CASE("line breaks next to blocks are removed, and those in text stay")
{
    CHECK(simplified("<div><br/><section>a</section><br/></div>") ==
          "<div><section>a</section></div>");
    CHECK(simplified("<p>a<br/></p>") == "<p>a</p>");
    CHECK(simplified("<p>a<br/>b</p>") == "<p>a<br>b</p>");
    CHECK(simplified("<pre>a<br/>b</pre>") == "<pre>a\nb</pre>");
    CHECK(simplified("<pre>a\n<br/>\nb</pre>") == "<pre>a\nb</pre>");
}

TEST_CASE("white space between blocks is removed, and that between words becomes one character")
{
    CHECK(simplified("<dl>\n  <dt>a</dt>\n  <dd>b\n      c  d</dd>\n</dl>") ==
          "<dl><dt>a</dt><dd>b\nc d</dd></dl>");
    CHECK(simplified("<p><b>a</b> <i>b</i></p>") == "<p><b>a</b> <i>b</i></p>");
    CHECK(simplified("<pre>a\n    b</pre>") == "<pre>a\n    b</pre>");
}

TEST_CASE("markup without effect is removed")
{
    CHECK(simplified("<b><b>a</b></b><b></b><i>c</i>") == "<b>a</b><i>c</i>");
    CHECK(simplified("<b>a</b><b>b</b>") == "<b>ab</b>");
    CHECK(simplified("<b>a</b> <b>b</b>") == "<b>a</b> <b>b</b>");
    CHECK(simplified("<p>a</p><p class=\"Pp\">\n</p>") == "<p>a</p>");
    CHECK(simplified("<span>a</span><span class=\"Li\">b</span>") ==
          "a<span class=\"Li\">b</span>");
    CHECK(simplified("<b id=\"x\"></b>a") == "<b id=\"x\"></b>a");
}
