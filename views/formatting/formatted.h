// A manual page formatted as well as mandoc can: as HTML, or else as text for a terminal. Only so
// many pages are formatted at one time, so that pages that take long do not hold all threads. Any
// thread.
#pragma once

#include <string>
#include <string_view>

#include "formatting/cross_references.h"
#include "formatting/manual_html.h"

namespace manual {

// `label` names the page in the log and in errors: "ls(1)". Throws aspic::Unavailable (503) if the
// machine is busy with other pages, and aspic::HttpError (500) if mandoc can format the page in
// neither way.
ManualHtml formatted(std::string_view source, const std::string& label, const PageUrl& page_url);

}  // namespace manual
