#pragma once
// A small file of secrets. Its permissions are checked when it is read; it is written completely or
// not at all. Any thread, any process. Every function throws std::runtime_error, which names the
// file, the problem and what to do.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/file_descriptor.h>

namespace aspic::key_file {

/// Returns nullopt if there is no such file.
std::optional<std::string> read(const std::filesystem::path& file);

/// Creates `file` with mode 0600. Returns false and changes nothing if it exists already. If
/// several processes try at once, one creates it, and nobody ever sees a half-written file.
bool create(const std::filesystem::path& file, std::string_view text);

/// Replaces an existing file by one with the content `text`. Owner and group stay the same.
void replace(const std::filesystem::path& file, std::string_view text);

/// Locks the directory of `file` until it is destroyed, so that only one process changes the file.
class Lock {
public:
    explicit Lock(const std::filesystem::path& file);

private:
    FileDescriptor directory_;
};

}  // namespace aspic::key_file
