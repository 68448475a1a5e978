// The words that people use as passwords most often. Pure functions. Any thread may call them.
#pragma once

#include <string_view>

namespace manual {

// Returns `text` in lower case.
bool is_common_password(std::string_view text);

}  // namespace manual
