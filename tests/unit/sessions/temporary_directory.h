#pragma once
// A directory of a test's own, removed at its end, and what tests ask about the files in it.

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace session_tests {

class TemporaryDirectory {
public:
    TemporaryDirectory()
    {
        std::string name = (std::filesystem::temp_directory_path() / "aspic-test-XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error{"no temporary directory"};
        path_ = name;
    }
    ~TemporaryDirectory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    std::filesystem::path operator/(const char* name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline std::string contents(const std::filesystem::path& file)
{
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

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
