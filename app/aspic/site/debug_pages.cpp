#include <aspic/site/debug_pages.h>

#include <utility>

#include <aspic/base/exception_type.h>
#include <aspic/http/errors.h>
#include <aspic/reporting/log.h>
#include <aspic/site/debug_page.h>
#include <aspic/site/error_pages.h>
#include <aspic/site/failure_advice.h>

namespace aspic {

namespace {

// False for an answer that a view has chosen.
bool is_mistake(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const NoRoute&) {
        return true;
    } catch (const MethodNotAllowed&) {
        return true;
    } catch (const HttpError& error) {
        return error.status() < 400 || error.status() > 599;
    } catch (...) {
        return true;
    }
}

void put_facts(RenderedAnswer& answer, const FailureFacts& facts)
{
    answer.content = {debug_page(facts), {}};
    answer.text = debug_text(facts);
    answer.problem = debug_json(facts);
    answer.names_request = false;
    // As in every page, what the library adds for developers comes at the end.
    answer.is_page = true;
    open_end(answer.content);
    answer.headers.set("Content-Type", "text/html; charset=utf-8");
    answer.headers.set("Content-Security-Policy", debug_page_policy());
    answer.headers.set("Cache-Control", "no-store");
}

void log_debug_failure(const Request& request)
{
    log(LogLevel::error, "the error page of debug mode failed",
        {{"path", std::string{request.path()}},
         {"request", std::string{request.id()}},
         {"exception", type_of_exception()},
         {"why", text_of_exception()}});
}

}  // namespace

RenderedAnswer DebugPages::explain(RenderedAnswer as_visitors, const std::exception_ptr& failure,
                                   const Request& request, const Inputs* reads) const
{
    try {
        // If the site's own error page has failed too, that is what must be mended first.
        const bool is_of_page = as_visitors.page_failure && !is_mistake(failure);
        const std::exception_ptr& shown = is_of_page ? as_visitors.page_failure : failure;
        FailureFacts facts{.status = as_visitors.status};
        add_exception(facts, shown);
        add_route(facts, views_, request);
        add_request(facts, request, reads);
        RenderedAnswer explained = as_visitors;
        if (is_mistake(shown))
            put_facts(explained, facts);
        else
            explained.problem = debug_json(facts);
        explained.headers.set("Cache-Control", "no-store");
        explained.may_be_cached = false;
        return explained;
    } catch (...) {
        log_debug_failure(request);
        return as_visitors;
    }
}

RenderedAnswer DebugPages::explain_refusal(RenderedAnswer as_visitors,
                                           std::string_view explanation) const
{
    FailureFacts facts{.status = as_visitors.status,
                       .headline = std::string{explanation},
                       .what_to_do = advice_for_refusal(as_visitors.status)};
    if (!facts.what_to_do.empty()) put_facts(as_visitors, facts);
    return as_visitors;
}

std::string DebugPages::explain_fragment(const std::exception_ptr& failure,
                                         std::string_view fragment) const
{
    FailureFacts facts;
    facts.asked = "the fragment " + std::string{fragment};
    add_exception(facts, failure);
    return debug_element(facts, fragment, mount_ + std::string{fragment});
}

}  // namespace aspic
