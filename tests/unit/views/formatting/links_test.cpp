#include "formatting/links.h"

#include <doctest/doctest.h>

using namespace manual;

namespace {

std::string page_url(std::string_view section, std::string_view name)
{
    return section == "1" && (name == "ls" || name == "true") ? "/man/1/" + std::string{name} : "";
}

std::string linked(std::string_view html)
{
    HtmlTree tree{html};
    check_links(tree, page_url);
    add_links(tree, page_url,
              {{"Files", "#FILES", "FILES", {{"Exit Status", "#Exit_Status", "Exit Status", {}}}},
               {"Exit", "#EXIT", "EXIT", {}}});
    return tree.html();
}

const std::string ls = "<a class=\"Xr\" href=\"/man/1/ls\">";
const std::string files = "<a class=\"Sx\" href=\"#FILES\">FILES</a>";
const std::string status = "<a class=\"Sx\" href=\"#Exit_Status\">Exit Status</a>";

std::string url(const std::string& address)
{
    return "<a class=\"Lk\" href=\"" + address + "\" rel=\"nofollow noopener\">" + address + "</a>";
}

}  // namespace

TEST_CASE("a space in a reference does no harm")
{
    CHECK(linked("<b>ls </b>(1).") == ls + "<b>ls </b>(1)</a>.");
    CHECK(linked("<b>ls</b> (1)") == ls + "<b>ls</b> (1)</a>");
    CHECK(linked("see ls (1)") == "see " + ls + "ls (1)</a>");
    CHECK(linked("<i>see ls\n(1)</i>") == "<i>see " + ls + "ls\n(1)</a></i>");
    CHECK(linked("is true (1) or") == "is true (1) or");
    CHECK(linked("<b>ls</b> (2)") == "<b>ls</b> (2)");
}

TEST_CASE("a URL in the text is a link, without the punctuation after it")
{
    CHECK(linked("at https://a.org/x.") == "at " + url("https://a.org/x") + ".");
    CHECK(linked("(http://a.org/x_(y))") == "(" + url("http://a.org/x_(y)") + ")");
    CHECK(linked("&lt;ftp://a.org&gt;, &quot;http://b.org&quot;") ==
          "&lt;" + url("ftp://a.org") + "&gt;, &quot;" + url("http://b.org") + "&quot;");
    CHECK(linked("http://a.org/?x=1&amp;y=2;") == url("http://a.org/?x=1&amp;y=2") + ";");
    CHECK(linked("mailto:a@b.org") == url("mailto:a@b.org"));
}

TEST_CASE("what is no whole URL is no link")
{
    for (const char* text : {"http://", "the http:// scheme", "xhttp://a.org", "javascript://a.org",
                             "http://<i>host</i>/", "<b>http://a.org/</b><i>path</i>", "mailto:you",
                             "<pre>http://a.org</pre>"})
        CHECK(linked(text) == text);
    CHECK(linked("<b>http://a.org/</b> <i>x</i>") ==
          "<b>" + url("http://a.org/") + "</b> <i>x</i>");
}

TEST_CASE("a link without its scheme gets it, and a link to no anchor becomes text")
{
    CHECK(linked("<a href=\"a@b.org\">Ann</a>") ==
          "<a href=\"mailto:a@b.org\" rel=\"nofollow noopener\">Ann</a>");
    CHECK(linked("<a href=\"#gone\">x</a><b id=\"here\">y</b><a href=\"#here\">z</a>") ==
          "x<b id=\"here\">y</b><a href=\"#here\">z</a>");
}

TEST_CASE("the name of a heading is a link if the text refers to it")
{
    CHECK(linked("see FILES.") == "see " + files + ".");
    CHECK(linked("(see <small><b>FILES</b></small> below)") ==
          "(see <small><b>" + files + "</b></small> below)");
    CHECK(linked("in the section FILES") == "in the section " + files);
    CHECK(linked("in &quot;Exit Status&quot;.") == "in &quot;" + status + "&quot;.");
    CHECK(linked("see <b>Exit Status</b>") == "see <b>" + status + "</b>");
    CHECK(linked("the Exit Status section") == "the " + status + " section");
    CHECK(linked("the Exit\nStatus above") ==
          "the <a class=\"Sx\" href=\"#Exit_Status\">Exit\nStatus</a> above");
}

TEST_CASE("other words that look like a heading are no links")
{
    for (const char* text :
         {"all FILES are", "see FILESYSTEM", "The Exit Status is", "see &quot;FILES&quot; in ls(2)",
          "see FILES in foo", "see the FILES section of foo(2)", "<pre>see FILES</pre>",
          "<b>x &quot;Exit Status&quot;</b>"})
        CHECK(linked(text) == text);
}

TEST_CASE("an option in running text does not break at the end of a line")
{
    CHECK(linked("use --sort-by=x, or -a") ==
          "use <span class=\"flag\">--sort-by</span>=x, or <span class=\"flag\">-a</span>");
    CHECK(linked("<b>git log --all</b>") == "<b>git log <span class=\"flag\">--all</span></b>");
    CHECK(linked("<b class=\"flag\">--all</b> well-known a - b") ==
          "<b class=\"flag\">--all</b> well-known a - b");
}

TEST_CASE("a term that is a reference leads to its page")
{
    CHECK(linked("<dt id=\"ls\"><a class=\"permalink\" href=\"#ls\"><b>ls</b>(1)</a></dt>") ==
          "<dt id=\"ls\">" + ls + "<b>ls</b>(1)</a></dt>");
    CHECK(linked("<dt id=\"x\"><a class=\"permalink\" href=\"#x\"><b>x</b>(1)</a></dt>") ==
          "<dt id=\"x\"><a class=\"permalink\" href=\"#x\"><b>x</b>(1)</a></dt>");
}
