#pragma once
// Escaping for the few pieces of HTML that are not made by a template. Pure functions.

#include <string>
#include <string_view>

namespace aspic {

/// For element content and quoted attribute values: & < > " ' become character references.
std::string escape_html(std::string_view text);

}  // namespace aspic
