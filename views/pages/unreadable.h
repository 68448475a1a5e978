// The answer for a page that is installed and cannot be read: its file is damaged, or points to a
// page that is not there.
#pragma once

#include <aspic/aspic.h>

#include <string_view>

namespace manual {

// Returns a page with status 404. `reason` is a sentence about the file, for the visitor.
aspic::Page unreadable(std::string_view language, std::string_view section, std::string_view name,
                       std::string_view reason);

}  // namespace manual
