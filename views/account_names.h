// Which names visitors may have. Pure; callable from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

inline constexpr std::size_t shortest_name = 2;  // characters
inline constexpr std::size_t longest_name = 32;

// What is wrong with the name, as a sentence for the visitor; nothing if it may be used. Letters
// and digits of any script, and single spaces, points, hyphens, underscores and apostrophes between
// them.
std::optional<std::string> objection_to_name(std::string_view name);

// Two names with the same key are the same: "ANA" and "Ana".
std::string name_key(std::string_view name);

}  // namespace manual
