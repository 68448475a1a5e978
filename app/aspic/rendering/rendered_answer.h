#pragma once
// An answer whose holes are still open: rendered, but not yet anybody's. From here it goes to the
// page cache with the guest's fragments, or to one visitor with the visitor's own. Values.

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
    bool is_page = false;      // from a page template; where it is HTML, a hole is open at its end
    bool is_fragment = false;  // HTML that stands in pages, and may be asked for alone
    bool may_be_cached = true;
    std::vector<std::string> tags{};  // what the page is purged by
};

/// Renders a page or fragment, takes a response as it is. Throws TemplateError.
RenderedAnswer render_answer(Answer answer, const Templates& templates);

}  // namespace aspic
