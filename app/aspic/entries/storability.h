#pragma once
// Decides whether an answer may be cached for everybody. The rules are those of RFC 9111, section
// 3, and our own. Pure functions.

#include <cstddef>
#include <string_view>

#include <aspic/http/cache_control.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

/// Returns why the answer must not be stored, as a word for the log and Cache-Status; empty if it
/// may be stored. `control` is what the field that applies to this cache says; `has_lifetime` is
/// true if the answer says itself how long it is fresh.
std::string_view why_not_stored(const RenderedAnswer& rendered, const CacheControl& control,
                                bool has_lifetime, std::size_t most_bytes);

/// True if the answer may go to others, whatever its status and lifetime: it sets no cookie, is not
/// private, and does not vary on who asks.
bool may_be_shared(const RenderedAnswer& rendered);

/// True for 404 and 410. They are cached for a shorter time, because a page that is missing now may
/// exist soon.
bool is_negative(int status);

}  // namespace aspic
