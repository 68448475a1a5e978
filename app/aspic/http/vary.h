#pragma once
// The Vary field (RFC 9110, section 12.5.5). Pure functions.

#include <string_view>

#include <aspic/http/headers.h>

namespace aspic {

/// Adds the name of a request field to Vary, unless Vary has it in any letter case, or has `*`.
void add_to_vary(Headers& headers, std::string_view name);

}  // namespace aspic
