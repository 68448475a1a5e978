#pragma once
// Makes a compression dictionary from pages: what many of them have in common. Pure functions.

#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// Returns at most this many bytes.
inline constexpr std::size_t trained_bytes = std::size_t{16} << 10U;

/// `end` is the end of the dictionary: a text that will be in each page. Throws
/// std::invalid_argument, which says what is missing, if the pages are too few or too small.
std::string train_dictionary(const std::vector<std::string>& pages, std::string_view end);

}  // namespace aspic
