#pragma once
// The security fields of every answer. Pure functions.

#include <array>
#include <string_view>
#include <utility>

#include <aspic/http/headers.h>

namespace aspic {

/// - X-Content-Type-Options: the browser trusts the Content-Type, so text that a visitor wrote
///   never runs as a script (W3C Fetch, section 3.6).
/// - Referrer-Policy: another site sees the host that a link came from, but no path and no query
///   (W3C Referrer Policy, section 3.6).
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 2> security_fields{
    {{"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "strict-origin-when-cross-origin"}}};

/// Adds the fields that the response does not have yet; a view's own value stays.
inline void add_security_fields(Headers& headers)
{
    for (const auto& [name, value] : security_fields) {
        if (!headers.has(name)) headers.set(name, value);
    }
}

}  // namespace aspic
