// The values that a template gets. A missing value is an error, although ctemplate ignores it.
#include <doctest/doctest.h>

#include <aspic/rendering/templates.h>
#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::TemplateDirectory;

namespace {

const auto set_nothing = [](Page& /*page*/) {};

TemplateDirectory directory_with(std::string_view text)
{
    return TemplateDirectory{{{"page.tpl", text}, {"part.tpl", "[{{X}}]"}}};
}

template <class Fill>
Page filled_page(Fill fill)
{
    Page page{"page.tpl"};
    fill(page);
    return page;
}

/// The result of the template `text` with these values, without the base around it.
template <class Fill>
std::string rendered(std::string_view text, Fill fill)
{
    const TemplateDirectory directory = directory_with(text);
    const Templates templates{directory.path(), {}};
    const std::string html = templates.render(filled_page(fill)).html;
    constexpr std::size_t before = std::string_view{"<body>"}.size();
    return html.substr(before, html.size() - 2 * before - 1);
}

template <class Fill>
std::string problem(std::string_view text, Fill fill)
{
    const TemplateDirectory directory = directory_with(text);
    const Templates templates{directory.path(), {}};
    return directory.relative(
        message_of<TemplateError>([&] { templates.render(filled_page(fill)); }));
}

std::string with_x(std::string_view text, std::string_view value)
{
    return rendered(text, [value](Page& page) { page.set("X", value); });
}

}  // namespace

TEST_CASE("a variable or section that was not set is an error that says where it stands")
{
    CHECK(problem("<p>\n{{NAME}}", set_nothing) ==
          "page.tpl:2: the variable NAME was not set for the page page.tpl: call set(\"NAME\", "
          "...)");
    CHECK(problem("{{#ROWS}}x{{/ROWS}}", set_nothing) ==
          "page.tpl:1: the section ROWS was not set for the page page.tpl: call show() or list()");
    const std::string two = problem("{{B}}\n{{A}}{{B}}", set_nothing);
    CHECK(contains(two, "page.tpl:1: the variable B was not set"));
    CHECK(contains(two, "\npage.tpl:2: the variable A was not set"));
}

TEST_CASE("a missing variable is reported in the file in which it stands")
{
    CHECK(contains(problem("{{>PART}}", set_nothing),
                   "part.tpl:1: the variable X was not set for the page page.tpl"));
    const TemplateDirectory directory{
        {{"base.tpl", "<body>\n{{MENU}}{{>CONTENT}}"}, {"page.tpl", "text"}}};
    const Templates templates{directory.path(), {}};
    CHECK(directory.relative(message_of<TemplateError>([&] {
        templates.render(Page{"page.tpl"});
    })) == "base.tpl:2: the variable MENU was not set for the page page.tpl: call set(\"MENU\", "
           "...)");
}

TEST_CASE("a misspelt name is recognised")
{
    CHECK(problem("{{TITEL}}", [](Page& page) {
              page.set("TEXT", "");
              page.set("TITLE", "");
          }).ends_with("; TITLE was set: is the name misspelt?"));
    CHECK(problem("{{#ROW}}{{/ROW}}", [](Page& page) {
              page.list("ROWS");
          }).ends_with("; ROWS was set: is the name misspelt?"));
    CHECK_FALSE(
        contains(problem("{{ADDRESS}}", [](Page& page) { page.set("TITLE", ""); }), "misspelt"));
}

TEST_CASE("a page's own value precedes one of all pages, and rows see both")
{
    const TemplateDirectory directory{
        {{"page.tpl", "{{A}}{{B}}{{#ROWS}}({{A}}{{B}}{{C}}){{/ROWS}}"}}};
    const Templates templates{directory.path(), {}};
    Values for_all_pages;
    for_all_pages.set("A", "all");
    for_all_pages.set("B", "all");
    Page page{"page.tpl"};
    page.set("B", "own");
    page.add("ROWS").set("C", "row");
    CHECK(templates.render(page, for_all_pages).html == "<body>allown(allownrow)</body>");
}

TEST_CASE("a template may escape what another one does not")
{
    const TemplateDirectory directory{
        {{"page.tpl", "{{X}}"}, {"raw.tpl", "{{X:none}}"}, {"both.tpl", "{{X}}{{>RAW}}"}}};
    const Templates templates{directory.path(), {}};
    Page text{"page.tpl"};
    text.set("X", "<");
    CHECK(templates.render(text).html == "<body>&lt;</body>");
    Page both{"both.tpl"};
    both.html("X", Html{"<b>"});
    CHECK(templates.render(both).html == "<body>&lt;b&gt;<b></body>");
}

TEST_CASE("values in a hidden section need not be set")
{
    CHECK(rendered("a{{#S}}{{NAME}}{{#T}}{{/T}}{{/S}}b",
                   [](Page& page) { page.show("S", false); }) == "ab");
    CHECK(rendered("a{{#S}}{{NAME}}{{/S}}b", [](Page& page) { page.list("S"); }) == "ab");
}

TEST_CASE("a value of another kind than the template needs is an error")
{
    CHECK(problem("{{#X}}x{{/X}}", [](Page& page) { page.set("X", "x"); }) ==
          "page.tpl:1: X is used as a section, but was set as a variable for the page page.tpl");
    CHECK(problem("{{X}}", [](Page& page) { page.show("X"); }) ==
          "page.tpl:1: X is used as a variable, but was set as a section for the page page.tpl");
}

TEST_CASE("a place without escaping accepts only Html")
{
    CHECK(problem("{{BODY:none}}", [](Page& page) { page.set("BODY", "<p>"); }) ==
          "page.tpl:1: {{BODY:none}} is not escaped, so its value must be set as Html, by html()");
    CHECK(rendered("{{BODY:none}}", [](Page& page) { page.html("BODY", Html{"<p>&</p>"}); }) ==
          "<p>&</p>");
    CHECK(rendered("{{BODY}}", [](Page& page) { page.html("BODY", Html{"<p>"}); }) == "&lt;p&gt;");
}

TEST_CASE("rows see their own values first, then the values around them")
{
    const auto html = rendered(
        "{{#SECTIONS}}{{TITLE}}:{{#PAGES}} "
        "{{NAME}}({{N}}){{#NEW}}!{{/NEW}}{{/PAGES}};{{/SECTIONS}}",
        [](Page& page) {
            page.set("N", "0");
            for (const std::string title : {"one", "two"}) {
                Values& section = page.add("SECTIONS");
                section.set("TITLE", title);
                section.show("NEW", title == std::string_view{"two"});
                section.add("PAGES").set("NAME", "a");
                Values& last = section.add("PAGES");
                last.set("NAME", "b");
                last.set("N", 7);
            }
        });
    CHECK(html == "one: a(0) b(7);two: a(0)! b(7)!;");
}

TEST_CASE("an include sees the values at its place")
{
    CHECK(rendered("{{>PART}}{{#ROWS}}{{>PART}}{{/ROWS}}", [](Page& page) {
              page.set("X", "outer");
              page.add("ROWS").set("X", "inner");
          }) == "[outer][inner]");
}

TEST_CASE("text is escaped for its place")
{
    const auto* hostile = "<b a=\"1\" c='2'>&";
    CHECK(with_x("<p>{{X}}</p>", hostile) == "<p>&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;</p>");
    CHECK(with_x("<p title=\"{{X}}\">", hostile) ==
          "<p title=\"&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\">");
    CHECK(with_x("<p title={{X}}>", "a onclick=b") == "<p title=a_onclick=b>");
    CHECK(with_x("<script>f('{{X}}')</script>", "'</script>") ==
          "<script>f('\\x27\\x3c/script\\x3e')</script>");
    CHECK(with_x("<p style=\"color:{{X}}\">", "red;background:url(x)") ==
          "<p style=\"color:redbackgroundurlx\">");
}

TEST_CASE("a URL that would run a script is replaced by a harmless one")
{
    for (const std::string url :
         {"javascript:alert(1)", " JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "vbscript:x",
          "data:text/html,<script>"}) {
        CAPTURE(url);
        CHECK(with_x("<a href=\"{{X}}\">", url) == "<a href=\"#\">");
        CHECK(with_x("<form action=\"{{X}}\">", url) == "<form action=\"#\">");
    }
    CHECK(with_x("<a href=\"{{X}}\">", "/man/1/ls?a=1&b=\"2\"") ==
          "<a href=\"/man/1/ls?a=1&amp;b=&quot;2&quot;\">");
    CHECK(with_x("<a href=\"/search?q={{X:u}}\">", "a&b=c d") ==
          "<a href=\"/search?q=a%26b%3Dc+d\">");
}

TEST_CASE("a value that looks like a template is text")
{
    CHECK(with_x("{{X}}", "{{Y}}{{>PART}}") == "{{Y}}{{&gt;PART}}");
}
