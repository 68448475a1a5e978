// What the sections of the manual, and the pages in them, are called. Pure; callable from any thread.
#pragma once

#include <string>
#include <string_view>

namespace manual {

struct SectionTitle {
    std::string_view title;  // "System calls"
    std::string_view about;  // "Functions that the kernel provides"
};

// Of a chapter ("3") or of a real section ("3pm"); one that is not known is called after its
// chapter.
SectionTitle section_title(std::string_view section);

// "ls(1)"
std::string page_label(std::string_view section, std::string_view name);

}  // namespace manual
