#pragma once
// Why a text is not what its option needs: the end of an error message. Empty if the text is right.
// Pure functions. Inner part of the options.

#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// Right: unix:PATH, tcp:HOST:PORT, fd:N, or empty.
std::string why_no_listen_address(const std::string& text);

std::string why_no_session_redis(const std::string& text);
std::string why_no_redis_address(const std::string& text);

/// Right: "/docs", or empty for a site that has the whole host.
std::string why_no_mount_prefix(const std::string& text);

/// Right: letters, digits, "-" and "_", or empty.
std::string why_no_cookie_prefix(const std::string& text);

/// Right: hosts with commas between them, each with or without "http://" or "https://"; or empty.
std::string why_no_hosts(const std::string& text);

/// Right: absolute paths with commas between them, or empty.
std::string why_no_x_sendfile(const std::string& text);
/// The paths in such a text.
std::vector<std::string> x_sendfile_directories(std::string_view text);
/// Right: addresses and ranges with commas between them, or empty.
std::string why_no_address_ranges(const std::string& text);

}  // namespace aspic
