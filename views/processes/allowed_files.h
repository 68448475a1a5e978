// The files that a confined program may open: itself, and the libraries that it needs to start.
// The kernel checks it (Landlock, Linux 5.13). It does not check stat(), so the program may learn
// that a file exists. Any thread may call these functions.
#pragma once

#include "base/file_descriptor.h"

namespace manual {

// False if the kernel has no Landlock, or does not let this process use it.
bool can_restrict_files();

// Returns a Landlock ruleset. `program` is a descriptor of the program's file. Make a ruleset for
// each start: its rules are for inodes, and an upgrade of a package replaces them. Throws
// std::system_error. REQUIRES: can_restrict_files().
FileDescriptor allowed_files(int program);

}  // namespace manual
