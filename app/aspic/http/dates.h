#pragma once
// Dates in fields: IMF-fixdate, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7). No
// state; any thread.

#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/clock.h>

namespace aspic {

std::string format_date(Time time);

/// Reads all three forms that RFC 9110 asks a recipient to accept. Nothing where the text is none
/// of them. The century of the obsolete form with two digits depends on today's date; nothing else
/// does.
std::optional<Time> parse_date(std::string_view text);

}  // namespace aspic
