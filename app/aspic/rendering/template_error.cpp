#include <aspic/rendering/template_error.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include <aspic/base/shown_text.h>
#include <aspic/base/syntax.h>
#include <aspic/rendering/values.h>

namespace aspic {

namespace {

constexpr std::size_t longest_line = 240;
constexpr std::size_t longest_value = 300;
constexpr std::size_t most_values = 100;

std::string rows_text(const Values::Value& list)
{
    std::string text =
        std::to_string(list.rows.size()) + (list.rows.size() == 1 ? " row" : " rows");
    const std::vector<Values::Value>& first = list.rows.front()->all();
    for (std::size_t i = 0; i < first.size() && i < most_values; ++i)
        text += (i == 0 ? " of " : ", ") + first[i].name;
    return shown_text(text, longest_value);
}

SetValue described_value(const Values::Value& value, bool is_for_all_pages)
{
    SetValue shown{.name = shown_text(value.name, longest_value),
                   .kind = "text",
                   .text = shown_text(value.text, longest_value),
                   .is_for_all_pages = is_for_all_pages};
    if (value.kind == Values::Kind::html) shown.kind = "HTML";
    if (value.kind != Values::Kind::section) return shown;
    shown.kind = value.rows.empty() ? "section" : "list";
    shown.text = !value.rows.empty() ? rows_text(value) : value.shown ? "shown" : "hidden";
    return shown;
}

}  // namespace

TemplatePassage passage_of(const TemplateProblem& problem, const std::string& text,
                           std::size_t around)
{
    TemplatePassage passage{.problem = problem,
                            .first_line = problem.line > around ? problem.line - around : 1};
    std::string_view rest{text};
    for (std::size_t number = 1; !rest.empty() && number <= problem.line + around; ++number) {
        const std::string_view line = syntax::take_until(rest, '\n');
        if (number >= passage.first_line) passage.lines.push_back(shown_text(line, longest_line));
    }
    return passage;
}

void describe(const Values& values, bool is_for_all_pages, std::vector<SetValue>& described)
{
    for (const Values::Value& value : values.all()) {
        if (described.size() >= most_values) return;
        described.push_back(described_value(value, is_for_all_pages));
    }
}

}  // namespace aspic
