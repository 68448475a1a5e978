#pragma once
// The facts of a failure as a page, as plain text, as JSON, and as an element for the hole of a
// fragment. Only for debug mode: visitors must never see them. Pure functions.

#include <string>
#include <string_view>

#include <aspic/site/failure_facts.h>

namespace aspic {

/// A whole document, which needs no other file. Its style and its script are allowed by
/// debug_page_policy.
std::string debug_page(const FailureFacts& facts);

/// Its Content-Security-Policy: what the site itself serves, and by their hashes the style and the
/// script of the page.
const std::string& debug_page_policy();

/// For terminals.
std::string debug_text(const FailureFacts& facts);

/// A problem document (RFC 9457) with the same facts in members of its own.
std::string debug_json(const FailureFacts& facts);

/// What stands in a hole whose fragment has failed: a sentence, and the facts behind it. `address`
/// is the URL of the fragment alone.
std::string debug_element(const FailureFacts& facts, std::string_view fragment,
                          std::string_view address);

}  // namespace aspic
