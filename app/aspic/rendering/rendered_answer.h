#pragma once
// A rendered answer whose holes are still empty. It goes to the page cache with the guest's
// fragments, or to one visitor with their own fragments. Values.

#include <exception>
#include <functional>
#include <string>
#include <vector>

#include <aspic/http/headers.h>
#include <aspic/http/response.h>
#include <aspic/rendering/page.h>
#include <aspic/rendering/rendered.h>
#include <aspic/rendering/templates.h>

namespace aspic {

struct RenderedAnswer {
    int status = 200;
    Headers headers{};
    Rendered content{};
    bool is_page = false;      // made from a Page; if it is HTML, it has the hole end_of_page
    bool is_fragment = false;  // made from a Fragment: a part of pages, also served alone
    bool may_be_cached = true;
    // If it is not stored, its fields for caches are sent as they are, unless it gets a visitor's
    // parts: it was made without a visitor.
    bool keeps_cache_fields = false;
    std::vector<std::string> tags{};  // for purging
    BodySourcePtr source{};           // if set: the body comes from there; there is no content
    /// The same error as JSON, for clients that prefer it (http/problem.h); empty: there is none.
    std::string problem{};
    /// The same error as plain text, for clients that name neither HTML nor JSON; empty: there is
    /// none.
    std::string text{};
    /// The HTML and the JSON contain request_id_mark, in place of the id of each request.
    bool names_request = false;
    /// Set if the site's error page failed, and the library's own one is here in its place.
    std::exception_ptr page_failure{};
};

/// Sets what every page has beside its own values. An empty function sets nothing.
using SetValues = std::function<void(Values&)>;

/// Renders a page or fragment; keeps a response as it is. `for_all_pages` is called only for a
/// page. Throws TemplateError, and what `for_all_pages` throws.
RenderedAnswer render_answer(Answer answer, const Templates& templates,
                             const SetValues& for_all_pages);

}  // namespace aspic
