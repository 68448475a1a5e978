#pragma once
// The words in Cache-Status's `detail` that tell callers what the page cache did.

#include <string_view>

namespace aspic::cache_detail {

inline constexpr std::string_view stale_while_revalidate = "stale-while-revalidate";
inline constexpr std::string_view stale_if_error = "stale-if-error";
inline constexpr std::string_view store_failed = "store-failed";
inline constexpr std::string_view not_shared = "not-shared";
inline constexpr std::string_view waited_too_long = "waited-too-long";

}  // namespace aspic::cache_detail
