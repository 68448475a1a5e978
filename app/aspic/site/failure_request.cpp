// The request around a failure, as facts: without its secrets, and bounded.

#include <algorithm>
#include <exception>
#include <utility>

#include <aspic/base/bytes.h>
#include <aspic/base/shown_text.h>
#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>
#include <aspic/http/secret_names.h>
#include <aspic/site/failure_facts.h>

namespace aspic {

namespace {

constexpr std::size_t most_facts = 60;
constexpr std::size_t longest_fact_name = 100;
constexpr std::size_t largest_shown_form = std::size_t{1} << 20U;

FailureFacts::Row fact_of(std::string_view name, std::string_view value)
{
    return {shown_text(name, longest_fact_name),
            is_secret_name(name) ? std::string{hidden_value} : shown_text(value, longest_fact)};
}

void add_fact(FailureFacts::Section& section, FailureFacts::Row row)
{
    if (section.rows.size() < most_facts)
        section.rows.push_back(std::move(row));
    else
        section.note = "Only the first " + std::to_string(most_facts) + " are here.";
}

void keep_section(FailureFacts& facts, FailureFacts::Section section)
{
    if (!section.rows.empty() || !section.note.empty())
        facts.sections.push_back(std::move(section));
}

FailureFacts::Section about_request(const Request& request)
{
    FailureFacts::Section section{.title = "Request"};
    section.rows = {fact_of("method", request.method_name()), fact_of("path", request.path())};
    if (request.page() != request.path())
        section.rows.push_back(fact_of("page", request.page().substr(0, request.page().find('?'))));
    section.rows.push_back(fact_of("host", request.host()));
    section.rows.push_back(fact_of("scheme", request.scheme()));
    section.rows.push_back(fact_of("client", request.remote_address()));
    if (const std::size_t size = request.stored_body().size(); size > 0)
        section.rows.push_back(fact_of("body", bytes_text(size)));
    section.rows.push_back(fact_of("id", request.id()));
    return section;
}

FailureFacts::Section about_parameters(std::string title, const Parameters& some)
{
    FailureFacts::Section section{.title = std::move(title)};
    for (const auto& [name, value] : some)
        add_fact(section, fact_of(name, value));
    return section;
}

FailureFacts::Section about_query(const Request& request)
{
    const auto parsed = Parameters::parse(request.raw_query(), 1000);
    if (parsed) return about_parameters("Query", *parsed);
    return {.title = "Query", .note = "It has too many parameters."};
}

bool has_form(const Request& request)
{
    const std::string_view type = request.header("Content-Type").value_or("");
    const std::string_view name = syntax::trim(type.substr(0, type.find(';')));
    const std::size_t size = request.stored_body().size();
    return size > 0 && size <= largest_shown_form &&
           (equal_ignoring_case(name, "application/x-www-form-urlencoded") ||
            equal_ignoring_case(name, "multipart/form-data"));
}

FailureFacts::Section about_form(const Request& request)
{
    if (!has_form(request)) return {};
    try {
        FailureFacts::Section section = about_parameters("Form", request.form());
        for (const UploadedFile& file : request.files())
            add_fact(section, fact_of(file.field(), "a file of " + bytes_text(file.size())));
        return section;
    } catch (const std::exception& error) {
        return {.title = "Form",
                .note = "It cannot be read: " + shown_text(error.what(), longest_fact)};
    }
}

// The address of the page before may have secrets in its query.
std::string_view without_query(std::string_view name, std::string_view value)
{
    const bool is_address = same_field_name(name, "Referer");
    return is_address ? value.substr(0, value.find('?')) : value;
}

FailureFacts::Section about_headers(const Request& request)
{
    FailureFacts::Section section{.title = "Headers"};
    for (const auto& [name, value] : request.fields()) {
        if (!same_field_name(name, "Cookie"))
            add_fact(section, fact_of(field_input_name(name), without_query(name, value)));
    }
    return section;
}

FailureFacts::Section about_cookies(const Request& request)
{
    FailureFacts::Section section{.title = "Cookies"};
    for (std::string_view rest : request.header_all("Cookie")) {
        while (!rest.empty()) {
            std::string_view value = syntax::take_until(rest, ';');
            const std::string_view name = syntax::trim(syntax::take_until(value, '='));
            if (!name.empty()) add_fact(section, fact_of(name, value));
        }
    }
    return section;
}

FailureFacts::Section about_session(const Request& request)
{
    FailureFacts::Section section{.title = "Session"};
    const Session* opened = request.opened_session();
    if (opened == nullptr) {
        section.note = "It was not used.";
        return section;
    }
    section.rows.push_back(
        {"signed in", opened->signed_in()
                          ? "as " + shown_text(opened->user(), longest_fact_name) + " (" +
                                shown_text(opened->name(), longest_fact_name) + ')'
                          : "nobody"});
    std::string names;
    for (const auto& [name, value] : opened->values()) {
        if (names.size() < longest_fact) names += (names.empty() ? "" : ", ") + name;
    }
    if (!names.empty()) section.rows.push_back({"has values", shown_text(names, longest_fact)});
    return section;
}

FailureFacts::Section about_key(const Request& request, const Inputs& reads)
{
    FailureFacts::Section section{.title = "Read by the view: the key of the cached page",
                                  .is_open = true};
    if (reads.empty()) section.note = "Nothing but the path.";
    for (const Input& input : reads) {
        const auto value = key_value(request, input);
        const bool is_hidden = is_secret_name(input.name) || input.kind == InputKind::raw_query;
        add_fact(section, {shown_text(to_text(input), longest_fact_name),
                           !value      ? "(absent)"
                           : is_hidden ? std::string{hidden_value}
                                       : shown_text(*value, longest_fact)});
    }
    return section;
}

}  // namespace

void add_request(FailureFacts& facts, const Request& request, const Inputs* reads)
{
    facts.asked = shown_text(request.method_name(), longest_fact_name) + ' ' +
                  shown_text(request.path(), longest_fact);
    facts.request_id = request.id();
    if (reads != nullptr) keep_section(facts, about_key(request, *reads));
    keep_section(facts, about_request(request));
    keep_section(facts, about_query(request));
    keep_section(facts, about_form(request));
    keep_section(facts, about_headers(request));
    keep_section(facts, about_cookies(request));
    // A cached page has none.
    if (reads == nullptr) keep_section(facts, about_session(request));
}

}  // namespace aspic
