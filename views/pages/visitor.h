// Who is asking, and when: what the views that are somebody's own begin with.
#pragma once

#include <aspic/aspic.h>

#include <chrono>
#include <cstdint>

namespace manual {

// The id of the visitor's account; 0 for a guest.
std::int64_t visitor_id(const aspic::Session& session);

std::chrono::sys_seconds now();

// The form for signing in, with the way back to `next`, a path of this site.
std::string sign_in_url(std::string_view next);

}  // namespace manual
