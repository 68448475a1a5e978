// The words that people choose as passwords most often. Pure; callable from any thread.
#pragma once

#include <string_view>

namespace manual {

// `text` in small letters.
bool is_common_password(std::string_view text);

}  // namespace manual
