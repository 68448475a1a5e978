#pragma once
// Which values of a request a person should not see on a screen, by their names. Pure functions.

#include <string_view>

namespace aspic {

/// True for the name of a field, cookie, parameter or value that probably has a secret: it contains
/// "password", "token", "secret", "authorization", "session" or the like. Case, `_` and `-` do not
/// matter.
bool is_secret_name(std::string_view name);

}  // namespace aspic
