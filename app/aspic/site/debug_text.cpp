// The facts of a failure as text, as JSON, and in a hole.

#include <aspic/base/json.h>
#include <aspic/http/response.h>
#include <aspic/rendering/escape.h>
#include <aspic/site/debug_page.h>

namespace aspic {

namespace {

std::string place_of(const TemplatePassage& passage, const std::string& directory)
{
    return directory + '/' + passage.problem.file + ':' + std::to_string(passage.problem.line);
}

// Each line but the first is indented.
std::string indented(std::string_view text, const std::string& by)
{
    std::string result;
    for (const char c : text) {
        result += c;
        if (c == '\n') result += by;
    }
    return result;
}

void add_thrown(std::string& text, const FailureFacts& facts)
{
    for (std::size_t i = 0; i < facts.thrown.size(); ++i) {
        const FailureFacts::Thrown& one = facts.thrown[i];
        text += std::string{i == 0 ? "" : "because of "} + one.type + ": " +
                indented(one.text, "    ") + '\n';
        if (!one.place.empty()) text += "    thrown at " + one.place + '\n';
    }
}

void add_passages(std::string& text, const FailureFacts& facts)
{
    for (const TemplatePassage& passage : facts.passages) {
        text += '\n' + place_of(passage, facts.directory) + ": " + passage.problem.sentence + '\n';
        std::size_t number = passage.first_line;
        for (const std::string& line : passage.lines) {
            text += number == passage.problem.line ? "  > " : "    ";
            text += std::to_string(number) + "  " + line + '\n';
            ++number;
        }
    }
}

// "name":value,... of all that `write` writes.
template <class Range, class Write>
std::string joined(const Range& range, const Write& write)
{
    std::string json;
    for (const auto& one : range) {
        if (!json.empty()) json += ',';
        json += write(one);
    }
    return json;
}

std::string to_json(const FailureFacts::Thrown& one)
{
    std::string json =
        R"({"type":)" + json_string(one.type) + R"(,"text":)" + json_string(one.text);
    if (!one.place.empty()) json += R"(,"thrown_at":)" + json_string(one.place);
    return json + '}';
}

std::string to_json(const TemplatePassage& one, const std::string& directory)
{
    return R"({"file":)" + json_string(directory + '/' + one.problem.file) + R"(,"line":)" +
           std::to_string(one.problem.line) + R"(,"problem":)" + json_string(one.problem.sentence) +
           R"(,"first_line":)" + std::to_string(one.first_line) + R"(,"lines":[)" +
           joined(one.lines, [](const std::string& line) { return json_string(line); }) + "]}";
}

std::string to_json(const FailureFacts::Section& one)
{
    std::string json = R"({"title":)" + json_string(one.title);
    if (!one.note.empty()) json += R"(,"note":)" + json_string(one.note);
    // A list, because a name may come several times.
    return json + R"(,"rows":[)" +
           joined(one.rows,
                  [](const FailureFacts::Row& row) {
                      return '[' + json_string(row.name) + ',' + json_string(row.value) + ']';
                  }) +
           "]}";
}

}  // namespace

std::string debug_text(const FailureFacts& facts)
{
    std::string text =
        std::to_string(facts.status) + ' ' + std::string{reason_phrase(facts.status)};
    if (!facts.asked.empty()) text += ": " + facts.asked;
    text += "\n\n";
    if (facts.thrown.empty()) text += facts.headline + '\n';
    add_thrown(text, facts);
    add_passages(text, facts);
    if (!facts.what_to_do.empty()) text += "\nWhat to do: " + facts.what_to_do + '\n';
    for (const FailureFacts::Section& section : facts.sections) {
        text += '\n' + section.title + '\n';
        if (!section.note.empty()) text += "    " + section.note + '\n';
        for (const FailureFacts::Row& row : section.rows)
            text += "    " + row.name + ": " + indented(row.value, "        ") + '\n';
    }
    return text;
}

std::string debug_json(const FailureFacts& facts)
{
    const std::string detail = facts.thrown.empty() ? facts.headline : facts.thrown.front().text;
    std::string json =
        R"({"type":"about:blank","title":)" + json_string(reason_phrase(facts.status)) +
        R"(,"status":)" + std::to_string(facts.status) + R"(,"detail":)" + json_string(detail) +
        R"(,"what_to_do":)" + json_string(facts.what_to_do) + R"(,"exceptions":[)" +
        joined(facts.thrown, [](const auto& one) { return to_json(one); }) + R"(],"templates":[)" +
        joined(facts.passages, [&](const auto& one) { return to_json(one, facts.directory); }) +
        R"(],"facts":[)" + joined(facts.sections, [](const auto& one) { return to_json(one); }) +
        ']';
    if (!facts.request_id.empty()) json += R"(,"request_id":)" + json_string(facts.request_id);
    return json + '}';
}

std::string debug_element(const FailureFacts& facts, std::string_view fragment,
                          std::string_view address)
{
    std::string html = "<details class=\"live-failure\"><summary>The fragment " +
                       escape_html(fragment) + " failed: " + escape_html(facts.headline) +
                       "</summary><pre tabindex=\"0\">" + escape_html(debug_text(facts)) + "</pre>";
    if (!address.empty()) html += "<a href=\"" + escape_html(address) + "\">The fragment alone</a>";
    return html + "</details>";
}

}  // namespace aspic
