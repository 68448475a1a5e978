#pragma once
// A small file of secrets: read with its rights checked, written as a whole or not at all. Any
// thread, any process. Every function throws std::runtime_error with a sentence that names the
// file, the problem and the way out.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <aspic/base/file_descriptor.h>

namespace aspic::key_file {

/// Nothing where there is no such file.
std::optional<std::string> read(const std::filesystem::path& file);

/// Makes `file` with mode 0600. False, and nothing changed, where it exists already: of several
/// that try at once, one makes it, and nobody ever sees half of it.
bool create(const std::filesystem::path& file, std::string_view text);

/// Puts `text` in place of an existing file; its owner and group stay.
void replace(const std::filesystem::path& file, std::string_view text);

/// Holds the directory of `file` for one change at a time, until it is destroyed.
class Lock {
public:
    explicit Lock(const std::filesystem::path& file);

private:
    FileDescriptor directory_;
};

}  // namespace aspic::key_file
