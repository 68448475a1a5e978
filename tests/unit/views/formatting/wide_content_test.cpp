#include "formatting/wide_content.h"

#include <doctest/doctest.h>

using namespace manual;

namespace {

std::string marked(std::string_view html)
{
    HtmlTree tree{html};
    mark_wide_content(tree);
    return tree.html();
}

const std::string wide = "0123456789012345678901234567890123456789";

std::string mark(const std::string& label)
{
    return " tabindex=\"0\" role=\"region\" aria-label=\"" + label + "\"";
}

}  // namespace

TEST_CASE("code that may be wider than a phone is a region with a name of its own")
{
    CHECK(marked("<pre>" + wide + "</pre>") ==
          "<pre" + mark("This page, code") + ">" + wide + "</pre>");
    const std::string pre = "<pre>a\n<b>" + wide + "</b></pre>";
    const std::string out = marked("<h3>A &amp; B</h3>" + pre + pre);
    CHECK(out == "<h3>A &amp; B</h3><pre" + mark("A &amp; B, code") + pre.substr(4) + "<pre" +
                     mark("A &amp; B, code 2") + pre.substr(4));
}

TEST_CASE("code that fits into a window of 320 pixels is no region")
{
    const std::string fits = "<pre>" + wide.substr(0, 24) + "</pre>";
    CHECK(marked(fits) == fits);
    const std::string is_wider = "<pre>" + wide.substr(0, 25) + "</pre>";
    CHECK(marked(is_wider) != is_wider);
}

TEST_CASE("tables are regions only if their longest words do not fit")
{
    const std::string cells =
        "<tr><td>" + wide.substr(0, 30) + "</td><td>" + wide.substr(0, 10) + "</td></tr></table>";
    CHECK(marked("<table>" + cells) == "<table" + mark("This page, table") + ">" + cells);
    const std::string narrow =
        "<table><tr><td>one two three four five six seven eight nine ten "
        "eleven</td><td>x</td></tr></table>";
    CHECK(marked(narrow) == narrow);
    CHECK(marked("<pre>short</pre>") == "<pre>short</pre>");
}

TEST_CASE("code of many lines is measured to its end")
{
    std::string code;
    while (code.size() < 300'000)
        code += "short\n";
    CHECK(marked("<pre>" + code + "</pre>") == "<pre>" + code + "</pre>");
    CHECK(marked("<pre>" + code + wide + "</pre>") ==
          "<pre" + mark("This page, code") + ">" + code + wide + "</pre>");
}
