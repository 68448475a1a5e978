#pragma once
// Decides whether an answer may be cached for everybody. The rules are those of RFC 9111, section
// 3, and our own. Pure functions.

#include <cstddef>
#include <string_view>

#include <aspic/rendering/rendered_answer.h>

namespace aspic {

/// Returns why the answer must not be stored, as a word for the log and Cache-Status; empty if it
/// may be stored. `cache_control` is the value of the field that applies to this cache.
std::string_view why_not_stored(const RenderedAnswer& rendered, std::string_view cache_control,
                                std::size_t most_bytes);

/// True for 404 and 410. They are cached for a shorter time, because a page that is missing now may
/// exist soon.
bool is_negative(int status);

}  // namespace aspic
