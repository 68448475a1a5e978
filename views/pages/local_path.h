// Where to go on after signing in or out. Pure; callable from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

// `typed` if it is a path of this site, else "/". It comes with the request, so it may be made up
// to lead a visitor to another site ("//evil.example", "/\evil.example"), or back to where nobody
// wants to be: the forms of the accounts.
std::string local_path(std::optional<std::string_view> typed);

}  // namespace manual
