#pragma once
// Finds what a misspelt name was meant to be. A pure function.

#include <span>
#include <string>
#include <string_view>

namespace aspic {

/// Returns the name that is nearest to `name`; empty if none is near: at most a third of its
/// characters may be added, left out, changed, or exchanged with the next one.
std::string near_name(std::string_view name, std::span<const std::string> names);

}  // namespace aspic
