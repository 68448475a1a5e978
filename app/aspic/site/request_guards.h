#pragma once
// What a request may bring to a view: it comes from this site, and its body is one that the route
// takes. Pure functions but for the log; any thread.

#include <aspic/http/request.h>
#include <aspic/site/route.h>

namespace aspic {

/// Throws Forbidden, and logs why, if the request may come from another site. A route that takes
/// such requests (accept_cross_site) sees a guest instead. `route` is null if there is none.
void refuse_other_sites(Request& request, const Route* route);

/// Throws std::logic_error if the view has changed the session of a visitor who was hidden from it:
/// a new session would take the place of the visitor's own.
void refuse_hidden_session(const Request& request);
/// For the error page after that, which must not replace it either.
void forget_hidden_session(Request& request);

/// Throws PayloadTooLarge or UnsupportedCoding. Only views that are not cached see a body.
void refuse_body(const Request& request, const Route& route);

}  // namespace aspic
