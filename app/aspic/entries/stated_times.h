#pragma once
// What the fields of a response say about its age and lifetime (RFC 9111, section 4.2). Pure
// functions.

#include <chrono>
#include <optional>

#include <aspic/base/clock.h>
#include <aspic/http/cache_control.h>
#include <aspic/http/headers.h>

namespace aspic {

/// A response without an explicit lifetime is fresh for this long at most.
inline constexpr std::chrono::seconds longest_heuristic_lifetime{86'400};

/// When the response was made: its Date, or `now` if it has no valid one.
Time date_of(const Headers& headers, Time now);

/// The age of a response that a view has just given: the larger of its age by its Date and its Age
/// plus the time that the view took (corrected_initial_age in RFC 9111, section 4.2.3). At most
/// 2^31 seconds. Only the first member of the first Age field counts; an invalid one is ignored
/// (section 5.1).
std::chrono::seconds initial_age(const Headers& headers, std::chrono::milliseconds took, Time now);

/// Expires minus Date; nothing without Expires. An invalid date, and two dates that differ, mean
/// that the response has expired (RFC 9111, section 5.3).
std::optional<std::chrono::seconds> lifetime_by_expires(const Headers& headers, Time now);

/// A tenth of the time since Last-Modified, at most longest_heuristic_lifetime (RFC 9111, section
/// 4.2.2). Nothing without a valid Last-Modified.
std::optional<std::chrono::seconds> heuristic_lifetime(const Headers& headers, Time now);

}  // namespace aspic
