#pragma once
// The neutral form: what a visitor sees in a hole whose fragment cannot be had now. It is nobody's, unlike
// the guest's form ("Sign in"), which a visitor who is signed in never sees. Pure functions.

#include <string_view>

namespace aspic {

/// The neutral form that the page brings: what is in its <template data-live-unavailable="/_path"> for that
/// fragment, or else in its <template data-live-unavailable>; the library's own if it has neither. A link in
/// it with the attribute data-live-retry asks again. The answer may point into `page_html`.
std::string_view unavailable_form(std::string_view page_html, std::string_view fragment);

}  // namespace aspic
