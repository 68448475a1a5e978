#include <aspic/rendering/template_source.h>

#include <doctest/doctest.h>

using namespace aspic;

namespace {

TemplateSource read(std::string_view text)
{
    TemplatePlaces places;
    return read_template("page.tpl", "{{%AUTOESCAPE context=\"HTML\"}}\n" + std::string{text},
                         places);
}

std::string problem_of(std::string_view text)
{
    const auto source = read(text);
    REQUIRE(source.problems.size() == 1);
    return to_text(*source.problems.begin(), "");
}

}  // namespace

TEST_CASE("a template that does not begin with the pragma is refused")
{
    for (const std::string text :
         {"", "<p>", "\n{{%AUTOESCAPE context=\"HTML\"}}", "{{!c}}{{%AUTOESCAPE context=\"HTML\"}}",
          "{{%AUTOESCAPE context=\"JAVASCRIPT\"}}", "{{%AUTOESCAPE}}"}) {
        CAPTURE(text);
        TemplatePlaces places;
        const auto source = read_template("page.tpl", text, places);
        REQUIRE_FALSE(source.problems.empty());
        CHECK(to_text(*source.problems.begin(), "") ==
              "page.tpl:1: a template must begin with {{%AUTOESCAPE context=\"HTML\"}}: make this "
              "its first line");
    }
    for (const std::string text : {"{{%AUTOESCAPE context=\"HTML\"}}",
                                   "{{%AUTOESCAPE context=\"HTML\" state=\"IN_TAG\"}}"}) {
        CAPTURE(text);
        TemplatePlaces places;
        CHECK(read_template("x", text, places).problems.empty());
    }
}

TEST_CASE("includes are names of files in lower case, except the place of the page")
{
    CHECK(included_file("SEARCH_BOX") == "search_box.tpl");
    const auto source = read("{{>SEARCH_BOX}}{{>CONTENT}}{{>ROW2:j}}");
    REQUIRE(source.includes.size() == 2);
    CHECK(source.includes[0].file == "search_box.tpl");
    CHECK(source.includes[1].file == "row2.tpl");
    CHECK(source.includes[1].modifiers == ":j");
    REQUIRE(source.contents.size() == 1);
    CHECK(source.contents[0].line == 2);
}

TEST_CASE("static files are recorded with their lines")
{
    const auto source = read("{{STATIC:x-static=css/site.css}}\n{{STATIC:x-static=a.js}}");
    CHECK(source.problems.empty());
    REQUIRE(source.static_files.size() == 2);
    CHECK(source.static_files[0].name == "css/site.css");
    CHECK(source.static_files[1].line == 3);
}

TEST_CASE("each tag has a place, and its name for ctemplate has the number of it")
{
    TemplatePlaces places;
    const auto source = read_template(
        "page.tpl",
        "{{%AUTOESCAPE context=\"HTML\"}}\n{{#A}}{{B:none}}{{#A_separator}},{{/A_separator}}\n"
        "{{/A}}{{B}}",
        places);
    CHECK(source.problems.empty());
    CHECK(source.text ==
          "{{%AUTOESCAPE context=\"HTML\"}}\n{{#A_0}}{{B_1:none}}{{#A_0_separator}},"
          "{{/A_0_separator}}\n{{/A_0}}{{B_2}}");
    CHECK(places.at("B_1").is_raw);
    CHECK(places.at("B_1").name == "B");
    CHECK_FALSE(places.at("B_2").is_raw);
    CHECK(places.at("B_2").line == 3);
    CHECK_THROWS_AS(places.at("B_9"), std::out_of_range);
}

TEST_CASE("a tag that is not closed is refused with its line")
{
    CHECK(problem_of("a\nb {{NAME\n") == "page.tpl:3: a {{ is not closed by }}");
}

TEST_CASE("a hole without a fragment's path is refused with its line")
{
    CHECK(problem_of("\n{{LIVE:x-live=/navigation}}") ==
          "page.tpl:3: the path of a hole's fragment must start with \"/_\": "
          "{{LIVE:x-live=/navigation}}");
    CHECK(read("{{LIVE:x-live=/_navigation}}{{NOTES_PATH:x-live}}").problems.empty());
}

TEST_CASE("a link to something other than a page is refused with its line")
{
    for (const std::string path : {"search", "", "//evil.example", "/_navigation", "/a/../b"}) {
        CAPTURE(path);
        CHECK(problem_of("\n{{LINK:x-link=" + path + "}}") ==
              "page.tpl:3: the path of a link must be a path of a page, such as /search: "
              "{{LINK:x-link=" +
                  path + "}}");
    }
    CHECK(read("{{LINK:x-link=/}}{{LINK:x-link=/search?q=a}}").problems.empty());
}

TEST_CASE("a modifier that is misspelt, or replaces the escaping, is refused")
{
    for (const std::string tag :
         {"{{LIVE:x-lvie=/_a}}", "{{LIVE}}", "{{LIVE:x-live}}", "{{LIVE:h}}", "{{STATIC}}",
          "{{STATIC:x-statci=a}}", "{{NAME:x-live=/_a:h}}", "{{NAME:x-live:none}}",
          "{{NAME:x-other}}", "{{LINK}}", "{{LINK:h}}", "{{LINK:x-link=/a:h}}", "{{NAME:h:none}}",
          "{{NAME:none:h}}", "{{=<% %>=}}"}) {
        CAPTURE(tag);
        CHECK(read(tag).problems.size() == 1);
    }
}

TEST_CASE("comments are ignored")
{
    CHECK(read("{{! LIVE:x-lvie, NAME:none }}").problems.empty());
}

TEST_CASE("an include on its own line adds no white space")
{
    const auto source = read("<pre>\n    {{>A}}\n  x {{>B}}\n\t{{C}}\n</pre>");
    CHECK(source.text.ends_with("<pre>\n{{>A_0}}\n  x {{>B_1}}\n\t{{C_2}}\n</pre>"));
}

TEST_CASE("circular includes are found, and others are not reported")
{
    const IncludeGraph includes{{"a", {"b", "d"}}, {"b", {"c"}},       {"c", {"b"}},
                                {"d", {}},         {"self", {"self"}}, {"twice", {"d", "d"}}};
    CHECK(include_cycle(includes, "a") == "a > b > c > b");
    CHECK(include_cycle(includes, "self") == "self > self");
    CHECK(include_cycle(includes, "twice").empty());
    CHECK(include_cycle(includes, "unknown").empty());
}
