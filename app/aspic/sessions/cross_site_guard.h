#pragma once
// Checks that a request that changes something comes from a page of this site. The browser says
// where it comes from, in fields that no script can set, so a form in a cached page needs no token.
// Pure functions; any thread.

#include <optional>
#include <string>
#include <string_view>

#include <aspic/http/request.h>

namespace aspic {

/// Says why the request may come from another site; nothing if it cannot. A safe method never does.
/// For the others:
/// - If there is a Sec-Fetch-Site field (W3C Fetch Metadata Request Headers), it decides. It must
///   be `same-origin`, or `none` for a request that the user started, not a page. `same-site` is
///   refused: another host of the same domain is another site.
/// - If there is none (plain http, old browsers), Origin (RFC 6454, section 7) must be this
///   request's own scheme, host and port. "null" is refused.
/// - If both are absent, the request must have nothing that a browser adds by itself: no Cookie, no
///   Referer, and no Authorization except a Bearer token (RFC 6750), which only a program sends.
///   Then it comes from a program, not from a page: since 2020, all browsers send Origin with
///   every method but GET and HEAD (WHATWG Fetch, section 3.1). If it did come from an older
///   browser, the visitor would be a guest in it.
/// If a field comes several times (also as `Sec_Fetch_Site`, which some front ends pass under the
/// same name), all its values must be equal; otherwise the request is refused.
///
/// So a site must not take the address of a client, or a certificate that the front end checks, as
/// the proof of who asks: a browser from before 2020 in the right network could be led to send a
/// form. Signing in is a request like others: such a browser could be signed in as somebody else.
std::optional<std::string> why_from_another_site(const Request& request);

inline bool from_this_site(const Request& request)
{
    return !why_from_another_site(request);
}

/// True if `origin` ("https://example.org:8443") has the scheme, host and port of this request (RFC
/// 6454, section 5).
bool is_own_origin(std::string_view origin, const Request& request);

}  // namespace aspic
