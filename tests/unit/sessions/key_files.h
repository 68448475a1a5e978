#pragma once
// Reads and changes key files for the tests.

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "../support/temporary_directory.h"

namespace session_tests {

using support::contents;
using support::TemporaryDirectory;

inline void write_private(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream{file} << text;
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

inline unsigned mode_of(const std::filesystem::path& file)
{
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) throw std::runtime_error{"no file " + file.string()};
    return status.st_mode & 07777U;
}

inline std::size_t files_in(const TemporaryDirectory& directory)
{
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator{directory.path()},
                      std::filesystem::directory_iterator{}));
}

}  // namespace session_tests
