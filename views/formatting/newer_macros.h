// Rewrites macros that mandoc does not know, and would drop with their text. Pure function. Any
// thread may call it.
#pragma once

#include <string>
#include <string_view>

namespace manual {

// `.MR ls 1 ,` (groff 1.23) becomes `.BR "ls" "(1),"`. A page that defines its own MR is not
// changed.
std::string with_known_macros(std::string_view source);

}  // namespace manual
