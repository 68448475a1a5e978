#include <aspic/rendering/escape.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("characters with a meaning in HTML become character references, and others stay")
{
    CHECK(escape_html("<a href=\"x\" title='y'>&amp;</a>") ==
          "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
    CHECK(escape_html("") == "");
    CHECK(escape_html("two\nlines, Zo\xc3\xab") == "two\nlines, Zo\xc3\xab");
}
