#pragma once
// Escaping for the HTML that no template makes. Pure functions.

#include <string>
#include <string_view>

namespace aspic {

/// For element content and quoted attribute values: & < > " ' become character references.
std::string escape_html(std::string_view text);
/// The same, at the end of `html`.
void append_escaped(std::string& html, std::string_view text);

}  // namespace aspic
