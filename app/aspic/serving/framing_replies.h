#pragma once
// The records by which an application answers what is not a request to it (FastCGI Specification
// 1.0, sections 4 and 5.5). Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic::fastcgi {

// The protocol status of END_REQUEST.
inline constexpr std::uint8_t request_complete = 0;
inline constexpr std::uint8_t cannot_multiplex = 1;
inline constexpr std::uint8_t unknown_role = 3;

/// Returns an END_REQUEST.
std::string end_of_request(std::uint16_t id, std::uint8_t protocol_status);

/// Returns an UNKNOWN_TYPE.
std::string unknown_type_reply(std::uint8_t type);

/// Returns a GET_VALUES_RESULT for the content of a GET_VALUES, or nothing if that ends within a
/// name or a value. The result has one value, if it is asked for: FCGI_MPXS_CONNS is 0. We state no
/// FCGI_MAX_CONNS and no FCGI_MAX_REQS, because the front end must not limit itself to less than
/// its administrator says.
std::optional<std::string> values_reply(std::string_view asked);

}  // namespace aspic::fastcgi
