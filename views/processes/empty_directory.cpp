#include "processes/empty_directory.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "base/file_descriptor.h"

namespace manual {

namespace {

FileDescriptor removed_directory()
{
    std::string path = (std::filesystem::temp_directory_path() / "aspic-empty-XXXXXX").string();
    const auto failed = [&] {
        return std::system_error{errno, std::generic_category(),
                                 "cannot make an empty directory " + path +
                                     "; set TMPDIR to a directory that this process may write to"};
    };
    if (mkdtemp(path.data()) == nullptr) throw failed();
    FileDescriptor directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!directory || rmdir(path.c_str()) != 0) throw failed();
    return directory;
}

}  // namespace

int empty_directory()
{
    static const FileDescriptor directory = removed_directory();
    return directory.get();
}

}  // namespace manual
