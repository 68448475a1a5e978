// The titles of the manual's sections and pages. Pure functions. Any thread may call them.
#pragma once

#include <string>
#include <string_view>

namespace manual {

struct SectionTitle {
    std::string_view title;  // "System calls"
    std::string_view about;  // "Functions that the kernel provides"
};

// Returns the title of a chapter ("3") or a real section ("3pm"). An unknown section has the title
// of its chapter.
SectionTitle section_title(std::string_view section);

// Where a section stands in the order in which man(1) looks for a page: 1 n l 8 3 0 2 3type 5 4 9 6
// 7. A section with a suffix (3pm) stands after its chapter.
int section_order(std::string_view section);

// "ls(1)"
std::string page_label(std::string_view section, std::string_view name);

}  // namespace manual
