// What a newcomer writes, and the sentence that the start answers with.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <aspic/rendering/templates.h>
#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::TemplateDirectory;

namespace {

struct Mistake {
    std::string text;      // of page.tpl, after its pragma
    std::string sentence;  // the whole one
};

const std::string page_frame = "<html><head><title>{{T}}</title></head><body>{{>CONTENT}}</body>";

std::string only_known_fragment(std::string_view path)
{
    return path == "/_nav" ? "" : "no view answers the hole " + std::string{path};
}

const SitePaths known_paths{.why_no_fragment = only_known_fragment};

/// The problems of these templates, without the headline of several.
std::string problems(const TemplateDirectory& directory)
{
    const std::string why = directory.relative(message_of<TemplateError>([&] {
        const Templates templates{directory.path(), {}, {}, known_paths};
    }));
    return why.starts_with("there are ") ? why.substr(why.find('\n') + 1) : why;
}

const std::vector<Mistake> mistakes{
    {"<p>\n{{LIVE:x-live=/_nva}}", "page.tpl:2: no view answers the hole /_nva"},
    {"<p title=\"{{LIVE:x-live=/_nav}}\">",
     "page.tpl:1: the hole {{LIVE:x-live=/_nav}} stands in an attribute: a hole becomes an "
     "element, so put it where a <span> could stand"},
    {"<p {{LIVE:x-live=/_nav}}>",
     "page.tpl:1: the hole {{LIVE:x-live=/_nav}} stands in a tag: a hole becomes an element, so "
     "put it where a <span> could stand"},
    {"<script>\nf({{X:x-live}})</script>",
     "page.tpl:2: the hole {{X:x-live}} stands in <script>: a hole becomes an element, so put it "
     "where a <span> could stand"},
    {"<!-- {{LIVE:x-live=/_nav}} -->",
     "page.tpl:1: the hole {{LIVE:x-live=/_nav}} stands in an HTML comment: a hole becomes an "
     "element, so put it where a <span> could stand"},
    {"<textarea>{{>HOLED}}</textarea>",
     "page.tpl:1: holed.tpl has a hole (holed.tpl:1), and stands here in <textarea>: include it "
     "where a <span> could stand"},
    {"{{>HOLED:h}}",
     "page.tpl:1: holed.tpl has a hole (holed.tpl:1), which the modifier :h would change: remove "
     "the modifier"},
    {"{{>NOWHERE}}",
     "page.tpl:1: there is no template nowhere.tpl to include: write it, or correct the name; "
     "{{>SEARCH_BOX}} includes search_box.tpl"},
    {"a\n{{#A}}b", "page.tpl:2: {{#A}} is not closed: write {{/A}} where it ends"},
    {"a\n{{/A}}b",
     "page.tpl:2: {{/A}} closes no section: write {{#A}} where it begins, or remove it"},
    {"{{#A}}\n{{#B}}\n{{/A}}{{/B}}",
     "page.tpl:3: {{/A}} stands where {{#B}} of line 2 is still open: close that first, by "
     "{{/B}}"},
    {"\n{{ NAME }}", "page.tpl:2: write {{NAME}}, without spaces: {{ NAME }}"},
    {"{{#if A}}",
     "page.tpl:1: a section has only a name: {{#NAME}} ... {{/NAME}}, and the view calls show() or "
     "add() for it: {{#if A}}"},
    {"{{^A}}",
     "page.tpl:1: there are no inverted sections: write {{#NO_A}}, and let the view call show() "
     "for it: {{^A}}"},
    {"{{{A}}}",
     "page.tpl:1: a value is not escaped if it is written {{NAME:none}} and set by html(): {{{A}}"},
    {"{{A} and {{B}}", "page.tpl:1: a tag ends with }}: close this one: {{A} and {{B}}"},
    {"{{a.b}}", "page.tpl:1: a name has only letters, digits and '_': {{a.b}}"},
    {"<body>\n",
     "page.tpl:1: <body> is in the base template already (base.tpl:1): a page has only what stands "
     "at {{>CONTENT}}, so remove it here"},
    {"\nna\xEFve", "page.tpl:2: this line is not UTF-8: save the file as UTF-8"},
    {"a\n{{A", "page.tpl:2: a {{ is not closed by }}"},
    {"{{A}}\n{{#B}}{{X:foo}}{{/B}}",
     "page.tpl:2: there is no modifier \"foo\": remove it, because values are escaped for their "
     "place without one"},
    {"{{A}}\n<p onclick={{X}}>",
     "page.tpl:2: a value in the attribute onclick must be in quotes: write onclick=\"{{NAME}}\""},
    {"{{A}}\n\n<a <b>{{X}}</b>",
     "page.tpl:3: the HTML cannot be read up to this tag: close the tags and quotes before it"},
};

}  // namespace

TEST_CASE("a mistake in a template is a sentence at the start, with its line and the way out")
{
    for (const auto& [text, sentence] : mistakes) {
        CAPTURE(text);
        const TemplateDirectory directory{
            {{"base.tpl", page_frame}, {"holed.tpl", "{{LIVE:x-live=/_nav}}"}, {"page.tpl", text}}};
        CHECK(problems(directory) == sentence);
    }
}

TEST_CASE("a mistake in a base template is a sentence at the start")
{
    const std::vector<Mistake> of_bases{
        {"<body></body>",
         "base.tpl:1: the base template has no {{>CONTENT}}, so all pages would be empty: add it "
         "in <body>, where the page is to be"},
        {"<head><title>{{>CONTENT}}</title></head>",
         "base.tpl:1: {{>CONTENT}} stands in <title>: put it in <body>, where the page is to be"},
        {"{{>CONTENT}}\n{{>CONTENT}}",
         "base.tpl:2: {{>CONTENT}} stands here again: a page can be shown only once, so remove one "
         "of them"},
        {"<head></head>\n<head></head>{{>CONTENT}}",
         "base.tpl:2: <head> stands here again, after line 1: remove one of them"},
        {"<head>\n{{LIVE:x-live=/_nav}}</head>{{>CONTENT}}",
         "base.tpl:2: the hole {{LIVE:x-live=/_nav}} stands in <head>: a hole becomes an element, "
         "so put it where a <span> could stand"},
    };
    for (const auto& [text, sentence] : of_bases) {
        CAPTURE(text);
        CHECK(problems(TemplateDirectory{{{"base.tpl", text}}}) == sentence);
    }
}

TEST_CASE("a file that an editor has saved in another form says so")
{
    const auto problem_of_file = [](std::string_view text) {
        const TemplateDirectory directory{{}};
        directory.write_as_is("page.tpl", text);
        return problems(directory);
    };
    CHECK(contains(problem_of_file("\xEF\xBB\xBF{{%AUTOESCAPE context=\"HTML\"}}\n"),
                   "page.tpl:1: the file begins with a byte order mark: save it as UTF-8 without "
                   "one (\"without BOM\")"));
    CHECK(contains(problem_of_file(std::string_view{"\xFF\xFE<\0", 4}),
                   "page.tpl:1: the file is in UTF-16: save it as UTF-8"));
    CHECK(problem_of_file("<p>") ==
          "page.tpl:1: a template must begin with {{%AUTOESCAPE context=\"HTML\"}}: make this its "
          "first line");
}

TEST_CASE("what only looks like a mistake is none")
{
    for (const std::string text :
         {"<p class=\"a\">{{LIVE:x-live=/_nav}}</p>", "<svg><title>x</title></svg>{{X:x-live}}",
          "{{#A}}<p class=\"{{B}}\">{{/A}}{{LIVE:x-live=/_nav}}", "a < b {{X:x-live}}",
          "<table><tr><td>{{X:x-live}}</td></tr></table>{{X:x-live}}", "{{! <!-- }}{{X:x-live}}",
          "<script>a</b></script>{{X:x-live}}", "<!-- > -->{{X:x-live}}", "line\r\n{{X}}\r\n",
          "{{#ROWS}}a{{#ROWS_separator}}, {{/ROWS_separator}}{{/ROWS}}", "<header>{{X}}</header>",
          "<script>if (a<!b) f('{{X}}')</script>{{Y:x-live}}", "{{>HOLED}}"}) {
        CAPTURE(text);
        const TemplateDirectory directory{
            {{"base.tpl", page_frame}, {"holed.tpl", "{{LIVE:x-live=/_nav}}"}, {"page.tpl", text}}};
        CHECK_NOTHROW(Templates(directory.path(), {}, {}, known_paths));
    }
}

TEST_CASE("a hole without the library's scripts, and scripts in the wrong place, are warnings")
{
    const auto warnings = [](std::string_view base, std::string_view page) {
        const TemplateDirectory directory{{{"base.tpl", base}, {"page.tpl", page}}};
        const Templates templates{directory.path(), {}};
        return templates.warnings().empty() ? "" : directory.relative(templates.warnings().front());
    };
    const std::string head = "<head>{{>ASPIC_HEAD}}</head>";
    CHECK(warnings(head + "<body>{{>CONTENT}}", "{{LIVE:x-live=/_nav}}").empty());
    CHECK(warnings("<body>{{>CONTENT}}", "no hole").empty());
    CHECK(
        contains(warnings("<body>{{>CONTENT}}", "a\n{{LIVE:x-live=/_nav}}"),
                 "page.tpl:2: there is a hole here, but no base template has {{>ASPIC_HEAD}}: add "
                 "it in <head>"));
    CHECK(
        contains(warnings("<body>{{LIVE:x-live=/_nav}}{{>CONTENT}}", ""),
                 "base.tpl:1: this base template has a hole (base.tpl:1), but no {{>ASPIC_HEAD}}"));
    CHECK(contains(warnings("<body>\n{{>ASPIC_HEAD}}{{>CONTENT}}", ""),
                   "base.tpl:2: {{>ASPIC_HEAD}} stands in <body>"));
    CHECK(contains(warnings(head + "{{>ASPIC_HEAD}}{{>CONTENT}}", ""),
                   "{{>ASPIC_HEAD}} is in this base template twice"));
}

TEST_CASE("of very many mistakes, the first ones are listed")
{
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += "\n{{/A}}";
    const std::string all = problems(TemplateDirectory{{{"page.tpl", text}}});
    CHECK(contains(all, "page.tpl:31: "));
    CHECK_FALSE(contains(all, "page.tpl:32: "));
    CHECK(all.ends_with("\nand 10 more"));
}
