#pragma once
// The manual page of a site's program, from its tables of commands and options: NAME(8) in mdoc(7).

#include <chrono>
#include <string>
#include <vector>

#include <aspic/commands/commands.h>
#include <aspic/commands/options.h>

namespace aspic {

struct ManualSubject {
    std::string program;
    std::string about;  // a few words; may be empty
    std::vector<Command> commands;
    std::vector<Option> options;
};

/// The source of the page. mandoc -Tlint has no remark on it.
std::string manual_page(const ManualSubject& subject, std::chrono::sys_days date);

/// The day on which the running program was built. SOURCE_DATE_EPOCH in the environment, in seconds
/// since 1970, comes first: a package that is built again is then the same
/// (reproducible-builds.org).
std::chrono::sys_days build_day();

}  // namespace aspic
