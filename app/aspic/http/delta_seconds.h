#pragma once
// Times in fields: delta-seconds (RFC 9111, section 1.2.2). Pure functions.

#include <chrono>
#include <string_view>

namespace aspic {

/// A larger number counts as this one.
inline constexpr std::chrono::seconds largest_delta{1LL << 31U};

/// Text that is not a number counts as 0.
std::chrono::seconds delta_seconds(std::string_view text);

}  // namespace aspic
