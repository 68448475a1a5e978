#include <aspic/site/request_guards.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include <aspic/http/errors.h>
#include <aspic/http/headers.h>
#include <aspic/reporting/log.h>
#include <aspic/sessions/cross_site_guard.h>
#include <aspic/site/error_pages.h>

namespace aspic {

void refuse_other_sites(Request& request, const Route* route)
{
    const auto why = why_from_another_site(request);
    if (!why) return;
    if (route != nullptr && route->accepts_cross_site) return request.hide_visitor();
    log(LogLevel::warning, "a request was refused, because it may come from another site",
        {{"method", std::string{request.method_name()}},
         {"path", std::string{request.path()}},
         {"request", std::string{request.id()}},
         {"why", *why}});
    throw Forbidden{
        "This request was not accepted, because it does not say that it comes from a page of this "
        "site. In a browser, open the page on this site and try again there; if that does not "
        "help, an add-on or a proxy may remove the fields Sec-Fetch-Site and Origin: switch it off "
        "for this site. A program sends no cookie and proves who it is by Authorization: Bearer, "
        "or "
        "sends Origin with the address of this site."};
}

void refuse_hidden_session(const Request& request)
{
    const Session* const session = request.opened_session();
    if (request.is_visitor_hidden() && session != nullptr && session->must_be_stored()) {
        throw std::logic_error{
            "a view with accept_cross_site has changed the session in a request that may come from "
            "another site; redirect to a page of this site, and change it there"};
    }
}

void forget_hidden_session(Request& request)
{
    if (request.is_visitor_hidden()) request.session() = Session{};
}

void refuse_body(const Request& request, const Route& route)
{
    const std::size_t size = request.stored_body().size();
    if (size == 0) return;
    if (route.most_body && size > *route.most_body)
        throw PayloadTooLarge{body_too_large(*route.most_body)};
    const auto codings = request.header_all("Content-Encoding");
    if (!std::ranges::all_of(codings, [](std::string_view coding) {
            return coding.empty() || equal_ignoring_case(coding, "identity");
        }))
        throw UnsupportedCoding{};
}

}  // namespace aspic
