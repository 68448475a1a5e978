// A directory that is empty and stays so: it has been removed, and lives on as a descriptor. A
// program that runs in it finds no file by a relative path. Made at the first call; any thread.
#pragma once

namespace manual {

// The descriptor, open until the process ends. Throws std::system_error, naming the directory for
// temporary files, if no directory can be made there.
int empty_directory();

}  // namespace manual
