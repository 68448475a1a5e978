#include "formatting/manual_html.h"

#include <doctest/doctest.h>

#include "../man_directory.h"
#include "formatting/mandoc.h"

using namespace manual;

namespace {

std::string page_url(std::string_view section, std::string_view name)
{
    const bool exists = name == "ls" || name == "git-log";
    return exists && section == "1" ? "/man/1/" + std::string{name} : "";
}

// The body without the newline at its end.
std::string body(std::string_view html)
{
    std::string body = tidy_manual(html, page_url).body;
    if (body.ends_with('\n')) body.pop_back();
    return body;
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a page of man(7) becomes HTML with contents, date and source")
{
    const std::string html =
        run_mandoc(page_source("ls", "list", ".SH \"SEE ALSO\"\n.SS \"GNU tools\"\n.BR ls (1)\n"));
    const ManualHtml page = tidy_manual(html, page_url);
    REQUIRE(page.contents.size() == 3);
    CHECK(page.contents[0].text == "Name");
    CHECK(page.contents[2].text == "See also");
    CHECK(page.contents[2].url == "#SEE_ALSO");
    REQUIRE(page.contents[2].below.size() == 1);
    CHECK(page.contents[2].below[0].text == "GNU tools");
    CHECK(page.date == "May 2020");
    CHECK(page.source == "Tools 1.0");
    CHECK(contains(page.body,
                   "<h2 id=\"SEE_ALSO\"><a class=\"permalink\" href=\"#SEE_ALSO\" "
                   "tabindex=\"-1\">See also</a></h2>"));
    CHECK(contains(page.body, "<a class=\"Xr\" href=\"/man/1/ls\"><b>ls</b>(1)</a>"));
    CHECK(!contains(page.body, "class=\"head\""));
}

TEST_CASE("a reference is a link if its page exists, and text otherwise")
{
    CHECK(body("see ls(1), cat(1), git-log(1).") ==
          "see <a class=\"Xr\" href=\"/man/1/ls\">ls(1)</a>, cat(1), <a class=\"Xr\" "
          "href=\"/man/1/git-log\">git-log(1)</a>.");
    CHECK(body("<b>ls</b>(1), <b>cat</b>(1)") ==
          "<a class=\"Xr\" href=\"/man/1/ls\"><b>ls</b>(1)</a>, <b>cat</b>(1)");
    CHECK(body("<a class=\"Xr\" href=\"/man/1/ls\">ls(1)</a>") ==
          "<a class=\"Xr\" href=\"/man/1/ls\">ls(1)</a>");
    CHECK(body("<a class=\"Xr\" href=\"/man/1/cat\">cat(1)</a>") == "cat(1)");
    CHECK(body("<a class=\"Xr\" href=\"/man/\">x</a>") == "x");
}

TEST_CASE("function calls in code are not references")
{
    CHECK(body("<pre>ls(1);</pre>") == "<pre>ls(1);</pre>");
}

TEST_CASE("only links with known schemes stay")
{
    CHECK(contains(body("<a class=\"Lk\" href=\"https://example.org/?a=1&amp;b\">x</a>"),
                   "href=\"https://example.org/?a=1&amp;b\" rel=\"nofollow noopener\""));
    CHECK(contains(body("<a class=\"Mt\" href=\"mailto:a@b.c\">x</a>"), "href=\"mailto:a@b.c\""));
    for (const char* url :
         {"javascript:alert(1)", "JavaScript:alert(1)", "java&#x0A;script:alert(1)",
          "&#106;avascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x",
          "//evil.example", "/account/sign-out", "http:evil", "https:\n//x", "file:///etc/passwd",
          ""}) {
        CHECK_MESSAGE(body("<a href=\"" + std::string{url} + "\">x</a>") == "x", url);
    }
}

TEST_CASE("scripts, event handlers and unknown elements are removed")
{
    CHECK(body("a<script>alert(1)</script>b") == "ab");
    CHECK(body("<style>x</style>") == "");
    CHECK(body("<b onclick=\"alert(1)\">x</b>") == "<b>x</b>");
    CHECK(body("<img src=x onerror=alert(1)>") == "");
    CHECK(body("<iframe src=\"x\"></iframe><form><input name=\"q\"></form>") == "");
    CHECK(body("<!-- <b> --><!DOCTYPE html>x") == "x");
    CHECK(body("a < b <") == "a &lt; b &lt;");
    CHECK(body("<b class=\"x&quot; onclick=&quot;y\">z</b>") ==
          "<b class=\"x&quot; onclick=&quot;y\">z</b>");
    CHECK(body("<b class='x\" onclick=\"y'>z</b>") == "<b class=\"x&quot; onclick=&quot;y\">z</b>");
}

TEST_CASE("a reference to an invalid character becomes U+FFFD")
{
    CHECK(body("<b class=\"&#0;&#xD800;&#x110000;&#x1FFFFFFF;&#x41;\">z</b>") ==
          "<b class=\"\uFFFD\uFFFD\uFFFD\uFFFDA\">z</b>");
}

TEST_CASE("the HTML is balanced for every input")
{
    CHECK(body("</div></main><p>a") == "<p>a</p>");
    CHECK(body("<b><i>x</b></i>") == "<b><i>x</i></b>");
    CHECK(body("<p id=\"a\">z</p><a href=\"#a\">x<a href=\"#a\">y</a></a>") ==
          "<p id=\"a\">z</p>\n<a href=\"#a\">xy</a>");
    CHECK_NOTHROW(body("<h1>x"));
    CHECK_NOTHROW(body("<table class=\"foot\"><td"));
    CHECK_NOTHROW(body("<p>"));
    CHECK_NOTHROW(body("<script>"));
}

TEST_CASE("elements that are nested deep are each closed once")
{
    constexpr int depth = 150;
    std::string html;
    for (int i = 0; i < depth; ++i)
        html += "<div>x";
    const std::string out = body(html + "</div>y");
    CHECK(out.size() == depth * std::string_view{"<div>x</div>\n"}.size());
    CHECK(contains(out, "x</div>\ny</div>"));
}

TEST_CASE("a page with any number of references causes at most ten thousand lookups")
{
    std::string html;
    for (int i = 0; i < 12'000; ++i)
        html += "a" + std::to_string(i) + "(1) ";
    int asked = 0;
    const std::string out = tidy_manual(html, [&](std::string_view, std::string_view name) {
                                return ++asked > 0 ? "/man/1/" + std::string{name} : "";
                            }).body;
    CHECK(asked == 10'000);
    CHECK(contains(out, ">a9999(1)</a>"));
    CHECK(contains(out, " a10000(1) "));
}

TEST_CASE("styles become classes")
{
    CHECK(
        body(
            "<table><td style=\"text-align: center; border-right-style: solid;\">x</td></table>") ==
        "<table><td class=\"tbl-center tbl-line-right\">x</td>\n</table>");
    CHECK(body("<p style=\"background: url(x)\">x</p>") == "<p>x</p>");
}

TEST_CASE("each block ends a line")
{
    CHECK(tidy_manual("<p>a</p><dl><dt>b</dt><dd>c</dd></dl>", page_url).body ==
          "<p>a</p>\n<dl><dt id=\"b\"><a class=\"permalink\" href=\"#b\" "
          "tabindex=\"-1\">b</a></dt>\n<dd>c</dd>\n</dl>\n");
}

TEST_CASE("empty paragraphs and doubled line breaks are removed")
{
    CHECK(body("a<p class=\"Pp\"></p>b") == "ab");
    CHECK(body("<pre>a\n<br/>\nb</pre>") == "<pre>a\nb</pre>");
    CHECK(body("<p>a<br/>b</p>") == "<p>a<br>b</p>");
}

TEST_CASE(
    "a page cannot replace an anchor of the site, and links to the page's own anchor still work")
{
    const std::string html = body(
        "<dt id=\"notes\"><a class=\"permalink\" href=\"#notes\">x</a></dt><p "
        "id=\"site-note\">y</p>");
    CHECK(contains(html, "id=\"manual-notes\""));
    CHECK(contains(html, "href=\"#manual-notes\""));
    CHECK(contains(html, "id=\"manual-site-note\""));
    const ManualHtml page = tidy_manual("<h1 class=\"Sh\" id=\"notes\">notes</h1>", page_url);
    CHECK(page.contents.at(0).url == "#manual-notes");
    CHECK(contains(page.body,
                   "<h2 id=\"manual-notes\"><a class=\"permalink\" href=\"#manual-notes\""));
    CHECK(contains(body("<p id=\"NOTES\">z</p>"), "id=\"NOTES\""));
}
