// The heading of the NAME section in the languages that manual pages are written in. Pure function.
// Any thread may call it.
#pragma once

#include <string_view>

namespace manual {

// Returns true for "NAME" and its translations, such as "BEZEICHNUNG" and "名前", in any case.
bool is_name_heading(std::string_view heading);

}  // namespace manual
