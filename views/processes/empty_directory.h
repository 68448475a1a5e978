// A directory that is always empty: it has been removed, and only its descriptor remains. A program
// that runs in it finds no file by a relative path. The first call creates it. Any thread may call
// this.
#pragma once

namespace manual {

// Returns the descriptor, which stays open until the process ends. Throws std::system_error with
// the name of the directory for temporary files, if no directory can be created there.
int empty_directory();

}  // namespace manual
