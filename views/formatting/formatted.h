// Formats a manual page as HTML or, if mandoc cannot, as text for a terminal. Limits how many pages
// are formatted at the same time, so that slow pages do not use all threads. Any thread may call
// this.
#pragma once

#include <string>
#include <string_view>

#include "formatting/cross_references.h"
#include "formatting/manual_html.h"

namespace manual {

// `label` names the page in the log and in errors: "ls(1)". `head` is what the site shows above the
// text. Throws aspic::Unavailable (503) if the
// machine is busy with other pages, and aspic::HttpError (500) if mandoc can format the page
// neither as HTML nor as text.
ManualHtml formatted(std::string_view source, const std::string& label, const PageUrl& page_url,
                     const PageHead& head = {});

}  // namespace manual
