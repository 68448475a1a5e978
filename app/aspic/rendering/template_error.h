#pragma once
// What is thrown if a template is wrong, or a value is missing: one line for people, and the facts
// for the error page of debug mode. Values.

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <aspic/rendering/template_problem.h>

namespace aspic {

class Values;

/// A problem, and the lines of its template around it.
struct TemplatePassage {
    TemplateProblem problem;
    std::size_t first_line = 0;  // the number of the first of these lines
    std::vector<std::string> lines{};
};

/// A value that a template could use.
struct SetValue {
    std::string name;
    std::string kind;  // "text", "HTML", "section", "list"
    std::string text;  // cut if it is long
    bool is_for_all_pages = false;
};

struct TemplateFacts {
    std::string directory{};
    std::vector<TemplatePassage> passages{};
    std::string document{};  // what was made: "page note.tpl"; empty: the templates were loaded
    std::vector<SetValue> values{};
};

/// A template that is missing or wrong, or a value that a view did not set. It has one line for
/// each problem: "templates/note.tpl:12: what is wrong: what to do". If the templates cannot be
/// loaded because of several problems, a headline says how many there are.
class TemplateError : public std::runtime_error {
public:
    explicit TemplateError(const std::string& text, TemplateFacts facts = {})
        : std::runtime_error{text}, facts_{std::make_shared<const TemplateFacts>(std::move(facts))}
    {
    }
    const TemplateFacts& facts() const { return *facts_; }

private:
    std::shared_ptr<const TemplateFacts> facts_;  // an exception is copied without throwing
};

/// The problem with up to `around` lines before and after its own. Long lines are cut.
TemplatePassage passage_of(const TemplateProblem& problem, const std::string& text,
                           std::size_t around = 4);

/// Appends what is set, at most 100 values in all.
void describe(const Values& values, bool is_for_all_pages, std::vector<SetValue>& described);

}  // namespace aspic
