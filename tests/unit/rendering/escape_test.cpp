#include <aspic/rendering/escape.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("what means something in HTML becomes a character reference, all else stays")
{
    CHECK(escape_html("<a href=\"x\" title='y'>&amp;</a>") ==
          "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
    CHECK(escape_html("") == "");
    CHECK(escape_html("two\nlines, Zo\xc3\xab") == "two\nlines, Zo\xc3\xab");
}
