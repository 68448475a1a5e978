#pragma once
// Whole reads and writes of open files, and locks on them. No function throws: if one fails, errno
// says why. Any thread, any process.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// Writes the whole text, with as many calls as needed. Returns false if it was not written, or
/// only in part.
bool write_all(const FileDescriptor& file, std::string_view text);
/// The same; the text is on disk when this returns true.
bool write_to_disk(const FileDescriptor& file, std::string_view text);

/// Makes a file in memory, positioned at its start. One that is not open: it cannot be made.
FileDescriptor file_in_memory(std::string_view text);

/// Returns the text from `offset` (in bytes) to the end of the file. Nothing if it cannot be read.
std::optional<std::string> read_from(const FileDescriptor& file, std::size_t offset = 0);

/// Returns the next bytes of any kind of file, up to `most` of them. Nothing if it cannot be read.
std::optional<std::string> read_at_most(const FileDescriptor& file, std::size_t most);

/// The directory that contains `file`; "." for a name alone.
std::filesystem::path directory_of(const std::filesystem::path& file);
/// The names in the directory are on disk when this returns, if its file system can do that.
void sync_directory(const std::filesystem::path& directory);

/// Takes the exclusive lock of the file (flock), and waits for another process that holds it. The
/// lock ends when the descriptor is closed or the process ends. Returns false if locking failed.
bool lock(const FileDescriptor& file);
/// The same without waiting: returns false if another process holds it.
bool try_lock(const FileDescriptor& file);

/// True if the open file has no name any more: it was removed, or replaced by another one.
bool is_removed(const FileDescriptor& file);

}  // namespace aspic
