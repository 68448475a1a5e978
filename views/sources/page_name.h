// The names of the files and directories of manual pages. Pure functions. Any thread may call them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace manual {

struct PageName {
    std::string name;
    std::string section;
    std::string compression;  // "xz" if the file has a compression that is not supported
};

// Parses a file name: "git-log.1.gz" -> {"git-log", "1"}. Returns nothing if the file is not a
// page. No page has the name "." or "..", because no URL can have it, or a name that is not UTF-8 or
// has control characters.
std::optional<PageName> page_name(std::string_view file_name);

// Returns true for man1, man3pm and mann, but not for man.old.
bool is_section_directory(std::string_view name);

}  // namespace manual
