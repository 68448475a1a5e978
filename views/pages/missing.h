// The answer for a page that does not exist, and the links to pages of the same name, which every
// page has.
#pragma once

#include <aspic/aspic.h>

#include <string_view>

namespace manual {

// Returns a page with status 404 that lists the pages that the visitor may have meant. `section` is
// empty if the visitor did not name one.
aspic::Page missing(std::string_view section, std::string_view name);

// For /man/ls: redirects to the page of this name, in the first section that has it in the order of
// man(1). Otherwise the same as missing().
aspic::Answer page_named(std::string_view name);

// "ls.1.html" and "ls.1.gz" -> "ls.1". Other sites of manual pages have such addresses, and the
// machine such files.
std::string_view name_of_file(std::string_view file);

// Sets the list OTHERS: pages of the same name in other sections.
void add_other_sections(aspic::Page& page, std::string_view section, std::string_view name);

}  // namespace manual
