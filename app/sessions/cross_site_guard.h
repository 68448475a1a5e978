#pragma once
// Does a request that changes something come from a page of this site? The browser says so itself,
// in fields that no script can set, so a form in a cached page needs no token. Pure functions; any
// thread.

#include "http/request.h"

namespace aspic {

/// True for every safe method. For the others:
/// - Sec-Fetch-Site (W3C Fetch Metadata Request Headers) decides where it is present:
/// `same-origin`, or `none` for what the
///   user began, not a page. `same-site` is refused: a neighbour under the same domain is another
///   site.
/// - Where it is absent (plain http, old browsers), Origin (RFC 6454, section 7) must be this
/// request's own scheme, host
///   and port. "null" is nobody's origin.
/// - Where both are absent, nothing vouches for the request: refused.
bool from_this_site(const Request& request);

}  // namespace aspic
