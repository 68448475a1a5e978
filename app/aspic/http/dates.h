#pragma once
// Dates in fields: IMF-fixdate, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7). No
// state; any thread.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// Seconds since 1970-01-01 00:00 UTC, without leap seconds.
using Time = std::chrono::sys_seconds;

std::string format_date(Time time);

/// Reads the three forms that RFC 9110 asks a recipient to accept. Returns nullopt for any other
/// text. Only the century of the obsolete form with a two-digit year depends on today's date.
std::optional<Time> parse_date(std::string_view text);

/// The time of the system's clock.
Time current_time();

}  // namespace aspic
