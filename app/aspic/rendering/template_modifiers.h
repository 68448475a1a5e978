#pragma once
// The modifiers of a variable in a template, checked by their text. Pure functions.

#include <string_view>

namespace aspic {

inline constexpr std::string_view raw_modifier = ":none";
inline constexpr std::string_view hole_modifier = ":x-live=";
inline constexpr std::string_view hole_of_value_modifier = ":x-live";
inline constexpr std::string_view static_file_modifier = ":x-static=";
inline constexpr std::string_view link_modifier = ":x-link=";

/// Returns what is wrong with a variable's modifiers, or "". ctemplate alone ignores an unknown
/// modifier whose name starts with "x-".
std::string_view modifier_problem(std::string_view variable, std::string_view modifiers);

}  // namespace aspic
