#include <aspic/site/debug_page.h>

#include <aspic/http/response.h>
#include <aspic/rendering/content_security_policy.h>
#include <aspic/rendering/escape.h>
#include <aspic/site/debug_page_parts.h>

namespace aspic {

namespace {

void add_head(std::string& html, const FailureFacts& facts)
{
    html +=
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n<title>";
    html += std::to_string(facts.status) + ' ' + escape_html(facts.headline);
    html.append("</title>\n<style>").append(debug_page_style).append("</style>\n</head>\n<body>\n");
}

void add_top(std::string& html, const FailureFacts& facts)
{
    html += "<div class=\"top\">\n<header>\n<p class=\"asked\"><b>" + std::to_string(facts.status) +
            ' ' + std::string{reason_phrase(facts.status)} + "</b> " + escape_html(facts.asked) +
            "</p>\n<h1>" + escape_html(facts.headline) + "</h1>\n";
    if (!facts.thrown.empty()) {
        const FailureFacts::Thrown& first = facts.thrown.front();
        html += "<p class=\"type\">" + escape_html(first.type);
        if (!first.place.empty()) html += ", thrown at " + escape_html(first.place);
        html += "</p>\n";
    }
    html += "</header>\n</div>\n<main>\n";
}

void add_what_to_do(std::string& html, const FailureFacts& facts)
{
    if (facts.what_to_do.empty()) return;
    html += "<section class=\"todo\">\n<h2>What to do</h2>\n<p>" + escape_html(facts.what_to_do) +
            "</p>\n</section>\n";
}

// The first exception is in the headline, unless it says more than that.
void add_causes(std::string& html, const FailureFacts& facts)
{
    const bool has_passages = !facts.passages.empty();
    const bool is_short = !facts.thrown.empty() && facts.thrown.front().text == facts.headline;
    if (facts.thrown.empty() || (facts.thrown.size() == 1 && (is_short || has_passages))) return;
    html += "<section>\n<h2>What was thrown</h2>\n";
    for (std::size_t i = 0; i < facts.thrown.size(); ++i) {
        const FailureFacts::Thrown& one = facts.thrown[i];
        html += "<div class=\"cause\"><p class=\"type\">" +
                std::string{i == 0 ? "" : "because of "} + escape_html(one.type);
        if (!one.place.empty()) html += ", thrown at " + escape_html(one.place);
        html +=
            "</p>\n<pre class=\"text\" tabindex=\"0\">" + escape_html(one.text) + "</pre></div>\n";
    }
    html += "</section>\n";
}

// If there is only one, its sentence is in the headline and in what to do.
void add_passage(std::string& html, const TemplatePassage& passage, const FailureFacts& facts)
{
    const TemplateProblem& problem = passage.problem;
    html += "<section>\n<h2 class=\"where\">" +
            escape_html(facts.directory + '/' + problem.file + ':' + std::to_string(problem.line)) +
            "</h2>\n";
    if (facts.passages.size() > 1)
        html += "<p class=\"problem\">" + escape_html(problem.sentence) + "</p>\n";
    if (!passage.lines.empty()) {
        html += "<pre class=\"code\" tabindex=\"0\"><span class=\"lines\">";
        std::size_t number = passage.first_line;
        for (const std::string& line : passage.lines) {
            const std::string_view tag = number == problem.line ? "mark" : "span";
            html.append("<").append(tag).append(R"( class="line" data-number=")");
            html.append(std::to_string(number)).append("\">").append(escape_html(line));
            html.append("</").append(tag).append(">");
            ++number;
        }
        html += "</span></pre>\n";
    }
    html += "</section>\n";
}

void add_section(std::string& html, const FailureFacts::Section& section)
{
    html += "<details";
    if (section.is_open) html += " open";
    html += "><summary>" + escape_html(section.title);
    if (!section.rows.empty())
        html += " <span class=\"count\">" + std::to_string(section.rows.size()) + "</span>";
    html += "</summary>\n<div class=\"inside\">\n";
    if (!section.note.empty()) html += "<p class=\"note\">" + escape_html(section.note) + "</p>\n";
    if (!section.rows.empty()) {
        html += "<dl>\n";
        for (const FailureFacts::Row& row : section.rows)
            html +=
                "<dt>" + escape_html(row.name) + "</dt><dd>" + escape_html(row.value) + "</dd>\n";
        html += "</dl>\n";
    }
    html += "</div>\n</details>\n";
}

void add_end(std::string& html, const FailureFacts& facts)
{
    html +=
        "<details><summary>All of this as text</summary>\n<div class=\"inside\">\n"
        "<button type=\"button\" id=\"copy\" hidden>Copy</button>\n"
        "<textarea id=\"as-text\" readonly aria-label=\"All of this as text\">\n" +
        escape_html(debug_text(facts)) +
        "</textarea>\n</div>\n</details>\n</main>\n<footer>\n<p>Only --debug shows this page. "
        "Visitors see the site's error page";
    if (!facts.request_id.empty() && facts.status >= 500)
        html += ", with the id of the request, which is in the log too: <code>" +
                escape_html(facts.request_id) + "</code>";
    html += ".</p>\n</footer>\n<script>";
    html.append(debug_page_script).append("</script>\n</body>\n</html>\n");
}

}  // namespace

std::string debug_page(const FailureFacts& facts)
{
    std::string html;
    add_head(html, facts);
    add_top(html, facts);
    for (const TemplatePassage& passage : facts.passages)
        add_passage(html, passage, facts);
    add_what_to_do(html, facts);
    add_causes(html, facts);
    for (const FailureFacts::Section& section : facts.sections)
        add_section(html, section);
    add_end(html, facts);
    return html;
}

const std::string& debug_page_policy()
{
    static const std::string policy = allow_script(
        "default-src 'self'; script-src 'self'; style-src 'self' " + hash_source(debug_page_style) +
            "; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'self'",
        debug_page_script);
    return policy;
}

}  // namespace aspic
