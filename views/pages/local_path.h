// The page that follows signing in or signing out. Pure functions. Any thread may call them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

// Returns `typed` if it is a path of this site, and "/" otherwise. It comes with the request, so an
// attacker may use it to send a visitor to another site ("//evil.example", "/\evil.example"). Paths
// of the account forms are replaced too, because no visitor wants to return there.
std::string local_path(std::optional<std::string_view> typed);

}  // namespace manual
