#pragma once
// Error pages: from the site's error.tpl if there is one, otherwise from the library's own
// template. Any thread.

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>

#include <aspic/base/bytes.h>
#include <aspic/http/errors.h>
#include <aspic/http/method.h>
#include <aspic/http/request.h>
#include <aspic/rendering/rendered_answer.h>
#include <aspic/rendering/templates.h>

namespace aspic {

inline constexpr const char* own_fault = "Something went wrong on our side. It has been logged.";

inline constexpr const char* view_too_late =
    "This page took too long to make. Please try again later.";

inline constexpr const char* no_such_page = "There is no page at this address.";

/// The text of a 413.
inline std::string body_too_large(std::size_t most)
{
    return "The body of this request is too large: at most " + bytes_text(most) +
           " are accepted here.";
}

/// A 405; its page names the methods that are allowed.
class MethodNotAllowed : public HttpError {
public:
    explicit MethodNotAllowed(Methods allowed)
        : HttpError{405, "This page does not answer that method."}, allowed_{allowed}
    {
    }
    Methods allowed() const { return allowed_; }

private:
    Methods allowed_;
};

/// A 404: no route of the site matches the path.
class NoRoute : public NotFound {
public:
    NoRoute() : NotFound{no_such_page} {}
};

/// A 415 for a body in a coding, such as gzip: nothing here decodes it. The answer names the coding
/// that is taken (RFC 9110, section 12.5.3).
class UnsupportedCoding : public HttpError {
public:
    UnsupportedCoding()
        : HttpError{415,
                    "The body of this request is compressed. Send it as it is, without "
                    "Content-Encoding."}
    {
    }
};

/// Makes the page for a status, and the same error as JSON (RenderedAnswer::problem). If error.tpl
/// fails, this is logged, and the library's own page is used; it does not throw. The template gets
/// STATUS, REASON, EXPLANATION and TITLE, and what all pages have. In a page of status 500 or more,
/// the section REQUEST is shown, and REQUEST_ID is the id that the log has: see
/// fill_request_id.
RenderedAnswer render_error(int status, std::string_view explanation, const Templates& templates,
                            const SetValues& for_all_pages);
/// The same for an error that says its status. REQUIRES: that is from 400 to 599.
RenderedAnswer render_http_error(const HttpError& error, const Templates& templates,
                                 const SetValues& for_all_pages);

/// Makes the page for an exception from the view that answers the request, as visitors see it. If
/// it is not an HttpError, it is logged and the status is 500; nothing of it is in the page.
RenderedAnswer render_failure(const std::exception_ptr& failure, const Request& request,
                              const Templates& templates, const SetValues& for_all_pages);

/// Puts the request's id into the page and the JSON of an error. Not done when they are made: a
/// failure is kept for a while, and each visitor gets the id of their own request.
void fill_request_id(RenderedAnswer& rendered, const Request& request);

/// Chooses the form of an error for this client: JSON (RFC 9457) if its Accept field prefers that,
/// plain text if there is one and the field does not name HTML, otherwise HTML. All say `Vary:
/// Accept`. An answer with one form stays as it is. An error may be kept for everyone, so the form
/// is chosen with each answer.
RenderedAnswer in_preferred_form(RenderedAnswer rendered, const Request& request);

}  // namespace aspic
