#pragma once
// One line of the access log. Values; pure functions.
//
// It never has cookies, credentials or session data. A query is only in the request's own target,
// not in the Referer, and the pass in a link to X-ray is left out.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aspic {

struct AccessLine {
    std::chrono::system_clock::time_point at{};  // when the request had arrived
    std::string_view remote_address{};
    std::string_view method{};
    std::string_view target{};  // as the client sent it
    std::string_view protocol{};
    int status = 0;
    std::size_t bytes = 0;  // of the body
    std::string_view referer{};
    std::string_view user_agent{};
    // Only in JSON:
    std::string_view request_id{};
    std::string_view route{};  // its pattern; empty if no route answers the path
    std::string_view cache{};  // hit, stale, miss, bypass; empty if the answer does not say
    std::chrono::nanoseconds took{0};
};

enum class AccessLogFormat : std::uint8_t { combined, json };

/// Appends the line with its end. `combined` is the format of that name of Apache's mod_log_config,
/// in UTC, with Apache's escapes. `json` has one object: time (RFC 3339), remote_address, method,
/// target, protocol, status, bytes, referer, user_agent, request_id, route, cache (hit, stale,
/// miss, bypass or empty), seconds.
void append_line(std::string& text, const AccessLine& line, AccessLogFormat format);

}  // namespace aspic
