#include <aspic/site/error_pages.h>

#include <string>
#include <utility>

#include <aspic/base/exception_type.h>
#include <aspic/http/problem.h>
#include <aspic/http/response.h>
#include <aspic/http/vary.h>
#include <aspic/rendering/escape.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr const char* template_name = "error.tpl";

RenderedAnswer own_page(int status, std::string_view title, std::string_view explanation)
{
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>";
    html += escape_html(title);
    html += "</title>\n<h1>";
    html += escape_html(title);
    html += "</h1>\n<p>";
    html += escape_html(explanation);
    html += "</p>\n</html>\n";
    RenderedAnswer rendered{.status = status, .content = {std::move(html), {}}};
    rendered.headers.set("Content-Type", "text/html; charset=utf-8");
    return rendered;
}

RenderedAnswer html_error(int status, std::string_view explanation, const Templates& templates,
                          const SetValues& for_all_pages)
{
    const std::string title = std::to_string(status) + ' ' + std::string{reason_phrase(status)};
    if (templates.has(template_name)) {
        Page page{template_name};
        page.status(status);
        page.set("STATUS", status);
        page.set("REASON", reason_phrase(status));
        page.set("EXPLANATION", explanation);
        page.set("TITLE", title);
        try {
            return render_answer(std::move(page), templates, for_all_pages);
        } catch (...) {
            log(LogLevel::error, "the error page failed",
                {{"exception", type_of_exception()}, {"why", text_of_exception()}});
        }
    }
    return own_page(status, title, explanation);
}

}  // namespace

RenderedAnswer render_error(int status, std::string_view explanation, const Templates& templates,
                            const SetValues& for_all_pages)
{
    RenderedAnswer rendered = html_error(status, explanation, templates, for_all_pages);
    rendered.problem = problem_details(status, explanation);
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
                              const Templates& templates, const SetValues& for_all_pages,
                              bool debug)
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
    } catch (const std::exception& error) {
        log(LogLevel::error, "a request failed",
            {{"path", std::string{request.path()}},
             {"request", std::string{request.id()}},
             {"exception", type_of_exception()},
             {"why", error.what()}});
        return render_error(500, debug ? error.what() : own_fault, templates, for_all_pages);
    } catch (...) {
        log(LogLevel::error, "a request failed",
            {{"path", std::string{request.path()}},
             {"request", std::string{request.id()}},
             {"exception", type_of_exception()},
             {"why", "a view threw something that is not a std::exception"}});
        return render_error(500, own_fault, templates, for_all_pages);
    }
}

RenderedAnswer in_preferred_form(RenderedAnswer rendered, const Request& request)
{
    if (rendered.problem.empty()) return rendered;
    add_to_vary(rendered.headers, "Accept");
    if (!prefers_json(request.header("Accept").value_or(""))) return rendered;
    rendered.headers.set("Content-Type", problem_type);
    rendered.content = {std::move(rendered.problem), {}};
    rendered.is_page = false;
    return rendered;
}

}  // namespace aspic
