// The values that a template gets. A missing value is an error, although ctemplate ignores it.
#include <doctest/doctest.h>

#include <aspic/rendering/templates.h>
#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::message_of;
using support::TemplateDirectory;

namespace {

const auto set_nothing = [](Page& /*page*/) {};

/// The result of the template `text` with these values, without the base around it.
template <class Fill>
std::string rendered(std::string_view text, Fill fill)
{
    const TemplateDirectory directory{{{"page.tpl", text}, {"part.tpl", "[{{X}}]"}}};
    const Templates templates{directory.path(), {}};
    Page page{"page.tpl"};
    fill(page);
    const std::string html = templates.render(page).html;
    constexpr std::size_t before = std::string_view{"<body>"}.size();
    return html.substr(before, html.size() - 2 * before - 1);
}

template <class Fill>
std::string problem(std::string_view text, Fill fill)
{
    return message_of<TemplateError>([&] { rendered(text, fill); });
}

std::string with_x(std::string_view text, std::string_view value)
{
    return rendered(text, [value](Page& page) { page.set("X", value); });
}

}  // namespace

TEST_CASE("a variable or section that was not set is an error that names template and variable")
{
    CHECK(problem("{{NAME}}", set_nothing) == "page.tpl: the variable NAME was not set");
    CHECK(problem("{{#ROWS}}x{{/ROWS}}", set_nothing) ==
          "page.tpl: the section ROWS was not set: call show() or list()");
    CHECK(problem("{{B}}{{A}}{{B}}", set_nothing) ==
          "page.tpl: the variable A was not set; the variable B was not set");
    CHECK(problem("{{>PART}}", set_nothing) == "page.tpl: the variable X was not set");
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
          "page.tpl: X is used as a section, but was set as a variable");
    CHECK(problem("{{X}}", [](Page& page) { page.show("X"); }) ==
          "page.tpl: X is used as a variable, but was set as a section");
}

TEST_CASE("a place without escaping accepts only Html")
{
    CHECK(problem("{{BODY:none}}", [](Page& page) { page.set("BODY", "<p>"); }) ==
          "page.tpl: {{BODY:none}} is not escaped, so its value must be set as Html");
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
