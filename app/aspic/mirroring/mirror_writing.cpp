#include <aspic/mirroring/mirror_writing.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <aspic/base/errno_text.h>
#include <aspic/base/file_descriptor.h>
#include <aspic/base/files.h>

namespace aspic::mirror_writing {

bool write_file(const std::filesystem::path& path, std::string_view text)
{
    const FileDescriptor file{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, file_mode)};
    return file.is_open() && ::fchmod(file.get(), file_mode) == 0 && write_all(file, text);
}

std::string failure(std::string_view what, const std::filesystem::path& path)
{
    return std::string{what} + ' ' + path.string() + ": " + errno_text();
}

}  // namespace aspic::mirror_writing
