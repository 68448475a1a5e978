#pragma once
// The time of day. Any thread.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/numbers.h>

namespace aspic {

/// Seconds since 1970-01-01 00:00 UTC, without leap seconds.
using Time = std::chrono::sys_seconds;

/// The time of the system's clock.
inline Time current_time()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// The number of seconds, as files and Redis keep it.
inline std::string to_text(Time time)
{
    return std::to_string(time.time_since_epoch().count());
}

/// Reads what `to_text` wrote. Returns nothing if the text is not a number.
inline std::optional<Time> parse_time(std::string_view text)
{
    const auto seconds = parse_number<std::int64_t>(text);
    if (!seconds) return {};
    return Time{std::chrono::seconds{*seconds}};
}

}  // namespace aspic
