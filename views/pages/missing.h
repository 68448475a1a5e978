// The answer for a page that does not exist, and the links to pages of the same name, which every
// page has.
#pragma once

#include <aspic/aspic.h>

#include <string_view>

namespace manual {

// Returns a page with status 404 that lists the pages that the visitor may have meant.
aspic::Page missing(std::string_view section, std::string_view name);

// Sets the list OTHERS: pages of the same name in other sections.
void add_other_sections(aspic::Page& page, std::string_view section, std::string_view name);

}  // namespace manual
