#pragma once
// The neutral form: what a visitor sees in a hole if its fragment is not available now. It belongs
// to nobody, unlike the guest's form ("Sign in"), which a visitor who is signed in never sees. Pure
// functions.

#include <string_view>

namespace aspic {

/// Returns the neutral form for a fragment: the content of the page's <template
/// data-live-unavailable="/_path"> for this fragment, otherwise of its <template
/// data-live-unavailable>, otherwise the library's own form. A link with the attribute
/// data-live-retry in it asks again. The result may point into `page_html`.
std::string_view unavailable_form(std::string_view page_html, std::string_view fragment);

}  // namespace aspic
