// The visitor and the time of the request, for views that depend on the visitor.
#pragma once

#include <aspic/aspic.h>

#include <chrono>
#include <cstdint>

namespace manual {

// The id of the visitor's account; 0 for a guest.
std::int64_t visitor_id(const aspic::Session& session);

std::chrono::sys_seconds now();

// Returns the URL of the form for signing in. Afterwards the visitor gets to `next`, a path of this
// site.
std::string sign_in_url(std::string_view next);

}  // namespace manual
