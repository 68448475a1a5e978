#pragma once
// Does a request that changes something come from a page of this site? The browser says so itself,
// in fields that no script can set, so a form in a cached page needs no token. Pure functions; any
// thread.

#include <aspic/http/request.h>

namespace aspic {

/// True for every safe method. For the others:
/// - If there is a Sec-Fetch-Site field (W3C Fetch Metadata Request Headers), it decides. It must be
///   `same-origin`, or `none` for what the user began, not a page. `same-site` is refused: a
///   neighbour under the same domain is another site.
/// - If there is none (plain http, old browsers), Origin (RFC 6454, section 7) must be this
///   request's own scheme, host and port. "null" is nobody's origin.
/// - If both are absent, nothing vouches for the request: refused.
/// A field that comes several times (also as `Sec_Fetch_Site`, which some front ends pass under the
/// same name) must have one value: fields that contradict each other are refused.
bool from_this_site(const Request& request);

}  // namespace aspic
