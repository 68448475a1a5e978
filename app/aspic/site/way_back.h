#pragma once
// Where a visitor goes after a sign-in that a request has asked for. A pure function.

#include <string>

#include <aspic/http/request.h>

namespace aspic::detail {

/// The URL of the request, if it can be asked for again. A form that was sent cannot: then it
/// is the page of this site that the form was on, as the browser says in Referer, and the start of
/// the site if it does not say.
std::string way_back(const Request& request);

}  // namespace aspic::detail
