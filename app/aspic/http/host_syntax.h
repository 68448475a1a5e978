#pragma once
// The syntax of the Host field. A pure function.

#include <string_view>

namespace aspic {

/// True for "host" and "host:port" (RFC 9110, section 7.2), where host is a name of letters,
/// digits, "-", "_" and single dots, at most 255, or an IPv6 address in brackets; and for the empty
/// text of a request without Host. RFC 3986 allows more characters, but no name in use has them,
/// and a host with another character could become part of a link or of a cached page.
bool is_host(std::string_view text);

}  // namespace aspic
