// What stands in place of a page that does not exist, and the links to its namesakes, which every
// page has.
#pragma once

#include <aspic/aspic.h>

#include <string_view>

namespace manual {

// A page with status 404 that says what the visitor may have meant.
aspic::Page missing(std::string_view section, std::string_view name);

// The list OTHERS: pages of the same name in other sections.
void add_other_sections(aspic::Page& page, std::string_view section, std::string_view name);

}  // namespace manual
