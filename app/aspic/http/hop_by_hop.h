#pragma once
// Fields of one connection, which a cache neither stores nor sends on (RFC 9110, section 7.6.1; RFC
// 9111, section 3.1). Pure functions.

#include <string>
#include <string_view>

#include <aspic/http/headers.h>
#include <aspic/http/request.h>

namespace aspic {

/// True for Connection, Keep-Alive, Transfer-Encoding and similar fields, and for those that a
/// proxy and its client exchange (Proxy-Authenticate and similar).
bool is_hop_by_hop(std::string_view name);

/// What the request's Connection fields name, as one list. Fields with these names are for the
/// front end alone: they are not forwarded, as if the client had not sent them.
std::string connection_options(const Request& request);

/// Removes these fields, and those that Connection names. Connection cannot name a field that tells
/// all recipients what to do: without `Cache-Control: private`, say, a private answer would be
/// shared.
void remove_hop_by_hop_fields(Headers& headers);

}  // namespace aspic
