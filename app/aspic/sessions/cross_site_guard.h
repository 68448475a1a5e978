#pragma once
// Checks that a request that changes something comes from a page of this site. The browser says
// where it comes from, in fields that no script can set, so a form in a cached page needs no token.
// Pure functions; any thread.

#include <string_view>

#include <aspic/http/request.h>

namespace aspic {

/// True for every safe method. For the others:
/// - If there is a Sec-Fetch-Site field (W3C Fetch Metadata Request Headers), it decides. It must
///   be `same-origin`, or `none` for a request that the user started, not a page. `same-site` is
///   refused: another host of the same domain is another site.
/// - If there is none (plain http, old browsers), Origin (RFC 6454, section 7) must be this
///   request's own scheme, host and port. "null" is refused.
/// - If both are absent, the request is refused.
/// If a field comes several times (also as `Sec_Fetch_Site`, which some front ends pass under the
/// same name), all its values must be equal; otherwise the request is refused.
bool from_this_site(const Request& request);

/// True if `origin` ("https://example.org:8443") has the scheme, host and port of this request (RFC
/// 6454, section 5).
bool is_own_origin(std::string_view origin, const Request& request);

}  // namespace aspic
