#pragma once
// Whole reads and writes of open files, and locks on them. No function throws: where one fails,
// errno says why. Any thread, any process.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// Writes the whole text, with as many calls as that takes. False if it was not written, or only
/// in part.
bool write_all(const FileDescriptor& file, std::string_view text);
/// The same; the text is on disk when this returns true.
bool write_to_disk(const FileDescriptor& file, std::string_view text);

/// The text from `offset` to the end of the file. Nothing if it cannot be read.
std::optional<std::string> read_from(const FileDescriptor& file, std::size_t offset = 0);

/// The directory that `file` stands in; "." for a name alone.
std::filesystem::path directory_of(const std::filesystem::path& file);
/// The names in the directory are on disk when this returns, as far as its file system can do that.
void sync_directory(const std::filesystem::path& directory);

/// Locks the file for its owner alone (flock), and waits for others who hold it. The lock ends when
/// the descriptor is closed, also by the end of the process.
bool lock(const FileDescriptor& file);
/// The same without waiting: false if somebody else holds it.
bool try_lock(const FileDescriptor& file);

/// True if no name leads to the open file any more: it was removed, or another is in its place.
bool is_removed(const FileDescriptor& file);

}  // namespace aspic
