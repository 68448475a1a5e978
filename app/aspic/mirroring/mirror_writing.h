#pragma once
// How files of the mirror's directory are made. Inner part of MirrorDirectory.

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace aspic::mirror_writing {

// The front end is in the group.
inline constexpr mode_t file_mode = 0640;
inline constexpr mode_t directory_mode = 0750;

/// Returns false if it cannot be written, and leaves errno.
bool write_file(const std::filesystem::path& path, std::string_view text);

/// "cannot write FILE: why", by errno.
std::string failure(std::string_view what, const std::filesystem::path& path);

}  // namespace aspic::mirror_writing
