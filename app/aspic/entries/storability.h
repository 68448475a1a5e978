#pragma once
// May this answer be kept for everybody? The rules of what is never kept (RFC 9111, section 3, and
// our own). Pure functions.

#include <cstddef>
#include <string_view>

#include <aspic/rendering/rendered_answer.h>

namespace aspic {

/// Why the rendered must not be stored, in the words of the log and of Cache-Status; empty where it
/// may be. `cache_control` is the field that speaks to this cache.
std::string_view why_not_stored(const RenderedAnswer& rendered, std::string_view cache_control,
                                std::size_t most_bytes);

/// 404 and 410 are kept, though for a short time of their own: what is missing now may be there
/// soon.
bool is_negative(int status);

}  // namespace aspic
