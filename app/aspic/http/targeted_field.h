#pragma once
// Fields that tell some caches alone what to do, in place of Cache-Control (RFC 9213). Pure
// functions.

#include <optional>
#include <string_view>

#include <aspic/http/cache_control.h>
#include <aspic/http/headers.h>

namespace aspic {

/// The field for our cache alone. No answer passes it on.
inline constexpr std::string_view own_targeted_field = "Aspic-Cache-Control";

/// True for Surrogate-Control, and for targeted fields such as CDN-Cache-Control (RFC 9213, section
/// 2). False for Cache-Control itself.
bool is_targeted_field(std::string_view name);

/// Removes all targeted fields.
void remove_targeted_fields(Headers& headers);

/// Returns what the most specific targeted field for our cache says: Aspic-Cache-Control, then
/// CDN-Cache-Control. If there is one, Cache-Control and Expires do not count (RFC 9213, section
/// 2.2). A field that is empty, is no dictionary (RFC 8941, section 3.2) or has a lifetime that is
/// no integer is ignored as a whole (RFC 9213, section 2.1).
std::optional<CacheControl> targeted_control(const Headers& headers);

}  // namespace aspic
