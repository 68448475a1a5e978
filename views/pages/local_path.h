// The page that follows signing in or signing out. Pure functions. Any thread may call them.
#pragma once

#include <aspic/aspic.h>

#include <optional>
#include <string>
#include <string_view>

namespace manual {

// Returns `typed` if it is a URL of this site without its host, and that of the home page otherwise.
// It comes with the request, so an attacker may use it to send a visitor to another site
// ("//evil.example", "/\evil.example"). URLs of the account forms are replaced too, because no
// visitor wants to return there.
std::string local_path(std::optional<std::string_view> typed);

// The same for the page that contains a fragment.
std::string way_back(const aspic::Request& request);

}  // namespace manual
