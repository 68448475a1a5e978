#include <aspic/rendering/template_error.h>

#include <doctest/doctest.h>

#include <aspic/rendering/templates.h>
#include "../support/message_of.h"
#include "../support/template_directory.h"

using namespace aspic;

namespace {

TemplateFacts facts_of(const support::TemplateDirectory& directory, const Page& page,
                       const Values& for_all_pages = {})
{
    try {
        Templates{directory.path(), {}}.render(page, for_all_pages);
    } catch (const TemplateError& error) {
        return error.facts();
    }
    FAIL("nothing was thrown");
    return {};
}

}  // namespace

TEST_CASE("a passage has the lines around its problem")
{
    const TemplateProblem problem{"page.tpl", 4, "is wrong"};
    const TemplatePassage passage = passage_of(problem, "1\n2\n3\n4\n5\n6\n7", 2);
    CHECK(passage.first_line == 2);
    CHECK(passage.lines == std::vector<std::string>{"2", "3", "4", "5", "6"});
    CHECK(passage.problem == problem);
}

TEST_CASE("a passage at an end of its template is shorter")
{
    CHECK(passage_of({"a", 1, ""}, "1\n2\n3", 1).lines == std::vector<std::string>{"1", "2"});
    CHECK(passage_of({"a", 1, ""}, "1\n2\n3", 1).first_line == 1);
    CHECK(passage_of({"a", 3, ""}, "1\n2\n3", 1).lines == std::vector<std::string>{"2", "3"});
    CHECK(passage_of({"a", 1, ""}, "", 1).lines.empty());
}

TEST_CASE("a long line is cut, and what is no text is written as hexadecimal")
{
    const auto lines = passage_of({"a", 1, ""}, std::string(5000, 'x') + "\n\x1b\xff", 1).lines;
    CHECK(lines.front().size() < 300);
    CHECK(lines.back() == "\\x1b\\xff");
}

TEST_CASE("an error of a page has the lines around each place, and the values that were set")
{
    const support::TemplateDirectory directory{
        {{"page.tpl", "<h1>{{HEAD}}</h1>\n<p>{{TEXT}}</p>\n{{#ROWS}}{{A}}{{/ROWS}}"}}};
    Page page{"page.tpl"};
    page.set("HEAD", std::string(5000, 'h'));
    page.html("TEX", Html{"<b>"});
    page.show("OPEN", false);
    page.add("ROWS").set("A", 1);
    page.add("ROWS").set("A", 2);
    Values for_all_pages;
    for_all_pages.set("SITE", "ours");
    const TemplateFacts facts = facts_of(directory, page, for_all_pages);
    REQUIRE(facts.passages.size() == 1);
    CHECK(facts.passages.front().problem.file == "page.tpl");
    CHECK(facts.passages.front().problem.line == 2);
    CHECK(facts.passages.front().lines.at(1) == "<p>{{TEXT}}</p>");
    CHECK(facts.document == "page page.tpl");
    CHECK(facts.directory == directory.path().string());
    REQUIRE(facts.values.size() == 5);
    CHECK(facts.values[0].text.size() < 400);
    CHECK(facts.values[1].kind == "HTML");
    CHECK(facts.values[1].text == "<b>");
    CHECK(facts.values[2].text == "hidden");
    CHECK(facts.values[3].kind == "list");
    CHECK(facts.values[3].text == "2 rows of A");
    CHECK(facts.values[4].name == "SITE");
    CHECK(facts.values[4].is_for_all_pages);
}

TEST_CASE("an error at the load of templates has the lines, and no values")
{
    const support::TemplateDirectory directory{{{"page.tpl", "<p>\n{{#OPEN}}"}}};
    const TemplateFacts facts = facts_of(directory, Page{"page.tpl"});
    REQUIRE(facts.passages.size() == 1);
    CHECK(facts.passages.front().problem.line == 2);
    CHECK(facts.passages.front().lines.at(1) == "{{#OPEN}}");
    CHECK(facts.document.empty());
    CHECK(facts.values.empty());
}

TEST_CASE("the values of an error are bounded")
{
    const support::TemplateDirectory directory{{{"page.tpl", "{{MISSING}}"}}};
    Page page{"page.tpl"};
    for (int i = 0; i < 1000; ++i)
        page.set("V" + std::to_string(i), i);
    CHECK(facts_of(directory, page).values.size() == 100);
}
