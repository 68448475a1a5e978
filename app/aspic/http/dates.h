#pragma once
// Dates in fields: IMF-fixdate, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7). No
// state; any thread.

#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/clock.h>

namespace aspic {

std::string format_date(Time time);

/// Reads the three forms that RFC 9110 asks a recipient to accept, with names in any letter case
/// (RFC 9111, section 4.2). Returns nullopt for any other text. Only the century of the obsolete
/// form with a two-digit year depends on today's date.
std::optional<Time> parse_date(std::string_view text);

}  // namespace aspic
