// What was thrown, as facts.

#include <utility>

#include <aspic/base/exception_type.h>
#include <aspic/base/shown_text.h>
#include <aspic/base/syntax.h>
#include <aspic/http/errors.h>
#include <aspic/http/secret_names.h>
#include <aspic/site/failure_advice.h>
#include <aspic/site/failure_facts.h>

namespace aspic {

namespace {

constexpr std::size_t most_causes = 8;
constexpr std::size_t longest_type = 300;
constexpr std::size_t longest_text = 5000;
constexpr std::size_t longest_headline = 300;

/// Returns what has caused the exception; null if it does not say.
std::exception_ptr cause_of(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const std::nested_exception& outer) {
        return outer.nested_ptr();
    } catch (...) {
        return nullptr;
    }
}

FailureFacts::Thrown thrown_as(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (...) {
        return {shown_text(type_of_exception(), longest_type),
                shown_text(text_of_exception(), longest_text)};
    }
}

std::string capitalized(std::string text)
{
    if (!text.empty()) text.front() = syntax::upper(text.front());
    return text;
}

// "the variable X was not set: call set(...)": what is wrong, then what to do.
void take_apart(FailureFacts& facts, const std::string& sentence)
{
    const std::size_t colon = sentence.find(": ");
    facts.headline = capitalized(sentence.substr(0, colon));
    if (colon == std::string::npos) return;
    std::string what_to_do = capitalized(sentence.substr(colon + 2));
    if (!what_to_do.ends_with('?')) what_to_do += '.';
    facts.what_to_do = what_to_do + ' ' + facts.what_to_do;
}

void add_template(FailureFacts& facts, const TemplateFacts& shown)
{
    facts.directory = shown.directory;
    facts.passages = shown.passages;
    if (shown.passages.size() == 1) {
        take_apart(facts, shown.passages.front().problem.sentence);
    } else if (!shown.passages.empty()) {
        facts.headline = std::to_string(shown.passages.size()) +
                         (shown.document.empty() ? " mistakes in the templates"
                                                 : " values are wrong or missing");
    }
    if (shown.document.empty()) return;
    FailureFacts::Section values{.title = "Values of the " + shown.document, .is_open = true};
    for (const SetValue& value : shown.values) {
        std::string text = value.kind == "section" || value.kind == "list"
                               ? value.kind + ": " + value.text
                           : is_secret_name(value.name) ? std::string{hidden_value}
                                                        : value.text;
        if (value.kind == "HTML") text += " (HTML)";
        if (value.is_for_all_pages) text += " (of all pages)";
        values.rows.push_back({value.name, std::move(text)});
    }
    if (values.rows.empty()) values.note = "Nothing was set.";
    facts.sections.push_back(std::move(values));
}

}  // namespace

void add_exception(FailureFacts& facts, const std::exception_ptr& failure)
{
    std::exception_ptr current = failure;
    for (std::size_t depth = 0; current && depth < most_causes; ++depth) {
        FailureFacts::Thrown thrown = thrown_as(current);
        FailureAdvice advice = advice_for(current, thrown.type);
        for (const std::string& detail : advice.details)
            thrown.text += "\n" + shown_text(detail, longest_type);
        thrown.place = std::move(advice.place);
        // The cause knows best what to do.
        facts.what_to_do = std::move(advice.what_to_do);
        if (depth == 0) facts.headline = thrown.text.substr(0, thrown.text.find('\n'));
        facts.thrown.push_back(std::move(thrown));
        try {
            std::rethrow_exception(current);
        } catch (const TemplateError& error) {
            add_template(facts, error.facts());
        } catch (...) {  // no template
        }
        current = cause_of(current);
    }
    facts.headline = shown_text(facts.headline, longest_headline);
}

}  // namespace aspic
