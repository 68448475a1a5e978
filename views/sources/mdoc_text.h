// The text of mdoc(7) macros as they occur in NAME sections. Pure function. Any thread may call it.
#pragma once

#include <optional>
#include <string>

#include "sources/roff_text.h"

namespace manual {

// Returns the text of one macro line: `.Xr ls 1 ,` -> "ls(1),". Macros among the arguments are
// understood too: `.Dq Nm ls` -> "“ls”". Returns nothing for an unknown macro. `.Nm` and `.Nd` are
// not known here, because they have a meaning of their own.
std::optional<std::string> mdoc_text(const RoffRequest& line);

}  // namespace manual
