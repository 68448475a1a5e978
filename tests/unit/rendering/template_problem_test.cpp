#include <aspic/rendering/template_problem.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("problems are lines in the order of files and lines, each once")
{
    const TemplateProblems problems{
        {"b.tpl", 1, "x"}, {"a.tpl", 10, "y"}, {"a.tpl", 9, "z"}, {"a.tpl", 9, "z"}};
    CHECK(listed(problems, "templates") ==
          "templates/a.tpl:9: z\ntemplates/a.tpl:10: y\ntemplates/b.tpl:1: x");
    CHECK(to_text({"a.tpl", 2, "x"}, "dir/") == "dir/a.tpl:2: x");
    CHECK(to_text({"a.tpl", 2, "x"}, "") == "a.tpl:2: x");
    CHECK(listed({}, "templates").empty());
}
