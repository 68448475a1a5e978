#pragma once
// The page for a status: from the site's error.tpl where it has one, from the library's own
// otherwise. Any thread.

#include <exception>
#include <string_view>

#include <aspic/http/errors.h>
#include <aspic/http/method.h>
#include <aspic/rendering/rendered_answer.h>
#include <aspic/rendering/templates.h>

namespace aspic {

inline constexpr const char* own_fault = "Something went wrong on our side. It has been logged.";

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

/// Never throws for the template: where error.tpl fails, that is logged and the library's own page
/// is shown. The template is given STATUS, REASON, EXPLANATION and TITLE.
RenderedAnswer render_error(int status, std::string_view explanation, const Templates& templates);

/// The page for what a view at `path` threw. What is no HttpError is logged, and a 500; in debug mode
/// it says why.
RenderedAnswer render_failure(const std::exception_ptr& failure, std::string_view path,
                              const Templates& templates, bool debug);

}  // namespace aspic
