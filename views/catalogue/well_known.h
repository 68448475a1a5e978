// Names that most people mean when several pages fit. Any thread may call these functions.
#pragma once

#include <string_view>

namespace manual {

// True for utilities of POSIX and other daily commands, and for functions of ISO C and POSIX that
// most programs in C use.
bool is_well_known_command(std::string_view name);
bool is_well_known_function(std::string_view name);

}  // namespace manual
