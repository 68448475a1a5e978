#include <aspic/site/error_pages.h>

#include <string>
#include <utility>

#include <aspic/base/exception_type.h>
#include <aspic/base/random_id.h>
#include <aspic/http/problem.h>
#include <aspic/http/response.h>
#include <aspic/http/vary.h>
#include <aspic/rendering/escape.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr const char* template_name = "error.tpl";

// Random, so that no text from outside can contain it.
const std::string& request_id_mark()
{
    static const std::string mark = "request-" + random_id(16);
    return mark;
}

/// Replaces the mark; the holes behind it move.
void replace_mark(Rendered& page, std::string_view id)
{
    const std::string& mark = request_id_mark();
    for (std::size_t at = page.html.find(mark); at != std::string::npos;
         at = page.html.find(mark, at + id.size())) {
        page.html.replace(at, mark.size(), id);
        for (Hole& hole : page.holes) {
            if (hole.offset > at) hole.offset = hole.offset - mark.size() + id.size();
        }
    }
}

RenderedAnswer own_page(int status, std::string_view title, std::string_view explanation,
                        std::string_view request_id)
{
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>";
    html += escape_html(title);
    html += "</title>\n<h1>";
    html += escape_html(title);
    html += "</h1>\n<p>";
    html += escape_html(explanation);
    html += "</p>\n";
    if (!request_id.empty())
        html += "<p>Request <code>" + std::string{request_id} + "</code></p>\n";
    html += "</html>\n";
    RenderedAnswer rendered{.status = status, .content = {std::move(html), {}}};
    rendered.headers.set("Content-Type", "text/html; charset=utf-8");
    return rendered;
}

RenderedAnswer html_error(int status, std::string_view explanation, std::string_view request_id,
                          const Templates& templates, const SetValues& for_all_pages)
{
    std::exception_ptr failure;
    const std::string title = std::to_string(status) + ' ' + std::string{reason_phrase(status)};
    if (templates.has(template_name)) {
        Page page{template_name};
        page.status(status);
        page.set("STATUS", status);
        page.set("REASON", reason_phrase(status));
        page.set("EXPLANATION", explanation);
        page.set("TITLE", title);
        page.show("REQUEST", !request_id.empty());
        page.set("REQUEST_ID", request_id);
        try {
            return render_answer(std::move(page), templates, for_all_pages);
        } catch (...) {
            failure = std::current_exception();
            log(LogLevel::error, "the error page failed",
                {{"exception", type_of_exception()}, {"why", text_of_exception()}});
        }
    }
    RenderedAnswer rendered = own_page(status, title, explanation, request_id);
    rendered.page_failure = std::move(failure);
    return rendered;
}

}  // namespace

RenderedAnswer render_error(int status, std::string_view explanation, const Templates& templates,
                            const SetValues& for_all_pages)
{
    const std::string id = status >= 500 ? request_id_mark() : std::string{};
    RenderedAnswer rendered = html_error(status, explanation, id, templates, for_all_pages);
    rendered.problem = problem_details(status, explanation, id);
    rendered.names_request = !id.empty();
    return rendered;
}

RenderedAnswer render_http_error(const HttpError& error, const Templates& templates,
                                 const SetValues& for_all_pages)
{
    RenderedAnswer rendered = render_error(error.status(), error.what(), templates, for_all_pages);
    if (const auto time = error.retry_after(); time.count() > 0)
        rendered.headers.set("Retry-After", std::to_string(time.count()));
    return rendered;
}

RenderedAnswer render_failure(const std::exception_ptr& failure, const Request& request,
                              const Templates& templates, const SetValues& for_all_pages)
{
    try {
        std::rethrow_exception(failure);
    } catch (const MethodNotAllowed& error) {
        RenderedAnswer rendered =
            render_error(error.status(), error.what(), templates, for_all_pages);
        rendered.headers.set("Allow", error.allowed().allow_field());
        return rendered;
    } catch (const UnsupportedCoding& error) {
        RenderedAnswer rendered =
            render_error(error.status(), error.what(), templates, for_all_pages);
        rendered.headers.set("Accept-Encoding", "identity");
        return rendered;
    } catch (const HttpError& error) {
        if (error.status() < 400 || error.status() > 599) {
            log(LogLevel::error, "a view threw an error whose status is not from 400 to 599",
                {{"path", std::string{request.path()}},
                 {"request", std::string{request.id()}},
                 {"status", std::to_string(error.status())},
                 {"exception", type_of_exception()},
                 {"why", error.what()}});
            return render_error(500, own_fault, templates, for_all_pages);
        }
        return render_http_error(error, templates, for_all_pages);
    } catch (const std::exception&) {
        log(LogLevel::error, "a request failed",
            {{"path", std::string{request.path()}},
             {"request", std::string{request.id()}},
             {"exception", type_of_exception()},
             {"why", text_of_exception_and_causes()}});
        return render_error(500, own_fault, templates, for_all_pages);
    } catch (...) {
        log(LogLevel::error, "a request failed",
            {{"path", std::string{request.path()}},
             {"request", std::string{request.id()}},
             {"exception", type_of_exception()},
             {"why", "a view threw something that is not a std::exception"}});
        return render_error(500, own_fault, templates, for_all_pages);
    }
}

void fill_request_id(RenderedAnswer& rendered, const Request& request)
{
    if (!rendered.names_request) return;
    rendered.names_request = false;
    replace_mark(rendered.content, request.id());
    Rendered problem{std::move(rendered.problem), {}};
    replace_mark(problem, request.id());
    rendered.problem = std::move(problem.html);
}

RenderedAnswer in_preferred_form(RenderedAnswer rendered, const Request& request)
{
    if (rendered.problem.empty()) return rendered;
    add_to_vary(rendered.headers, "Accept");
    const std::string_view accept = request.header("Accept").value_or("");
    const bool is_json = prefers_json(accept);
    if (!is_json && (rendered.text.empty() || names_html(accept))) return rendered;
    rendered.headers.set("Content-Type", is_json ? problem_type : "text/plain; charset=utf-8");
    rendered.content = {std::move(is_json ? rendered.problem : rendered.text), {}};
    rendered.is_page = false;
    return rendered;
}

}  // namespace aspic
