#pragma once
// The page for a status: from the site's error.tpl where it has one, from the library's own
// otherwise. Any thread.

#include <string_view>

#include <aspic/rendering/rendered_answer.h>
#include <aspic/rendering/templates.h>

namespace aspic {

/// Never throws for the template: where error.tpl fails, that is logged and the library's own page
/// is shown. The template is given STATUS, REASON, EXPLANATION and TITLE.
RenderedAnswer render_error(int status, std::string_view explanation, const Templates& templates);

}  // namespace aspic
