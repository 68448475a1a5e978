#pragma once
// Files of a directory that are named by the numbers of processes. Any thread.

#include <sys/types.h>

#include <filesystem>
#include <vector>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// The numbers, in order. Empty if the directory cannot be read.
std::vector<pid_t> files_of_processes(const std::filesystem::path& directory);

/// Opens such a file for reading. A link is not followed, and a pipe does not make the caller wait.
FileDescriptor open_to_look(const std::filesystem::path& file);

}  // namespace aspic
