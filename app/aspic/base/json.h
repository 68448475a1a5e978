#pragma once
// Strings in JSON. Pure functions.

#include <string>
#include <string_view>

namespace aspic {

/// The text as a JSON string with its quotes (RFC 8259, section 7). Escapes "<" too, so that a
/// script element can contain it. Each byte that is not part of a UTF-8 character becomes U+FFFD
/// (section 8.1 asks for UTF-8).
std::string json_string(std::string_view text);

}  // namespace aspic
