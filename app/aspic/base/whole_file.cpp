#include <aspic/base/whole_file.h>

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

#include <aspic/base/errno_text.h>
#include <aspic/base/file_descriptor.h>
#include <aspic/base/files.h>
#include <aspic/base/random_id.h>

namespace aspic {

std::string read_whole_file(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string content{std::istreambuf_iterator<char>{in}, {}};
    if (!in) throw std::runtime_error{"cannot read " + file.string()};
    return content;
}

std::string read_bounded_file(const std::filesystem::path& file, std::size_t most_bytes,
                              FileKind kind)
{
    const auto unreadable = [] {
        return std::runtime_error{"it cannot be read (" + errno_text() + ")"};
    };
    // To open a FIFO without this would wait for a writer.
    const int wait = kind == FileKind::regular ? O_NONBLOCK : 0;
    const FileDescriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | wait)};
    struct stat status {};
    if (!in.is_open() || ::fstat(in.get(), &status) != 0) throw unreadable();
    if (S_ISDIR(status.st_mode)) throw std::runtime_error{"it is a directory"};
    if (kind == FileKind::regular && !S_ISREG(status.st_mode))
        throw std::runtime_error{"it is not a regular file"};
    // The size of a file in /proc is 0, and a file may grow.
    const auto size = static_cast<std::size_t>(status.st_size);
    const auto content = size > most_bytes ? std::nullopt : read_at_most(in, most_bytes + 1);
    if (size > most_bytes || (content && content->size() > most_bytes)) {
        throw std::runtime_error{"it has more than " + std::to_string(most_bytes) +
                                 " bytes, which is the most that is read"};
    }
    if (!content) throw unreadable();
    return *content;
}

bool is_special_file(const std::filesystem::path& file)
{
    std::error_code unknown;
    const auto status = std::filesystem::status(file, unknown);
    return exists(status) && !is_regular_file(status);
}

std::filesystem::path without_links(std::filesystem::path file)
{
    constexpr int most_links = 40;  // as in the kernel
    std::error_code error;
    for (int i = 0; i < most_links; ++i) {
        const auto target = std::filesystem::read_symlink(file, error);
        if (error) break;  // not a link
        file = directory_of(file) / target;
    }
    return file;
}

void write_whole_file(const std::filesystem::path& file, std::string_view content, OnDisk on_disk)
{
    // Another process may collect the same file at the same time.
    const std::filesystem::path part = file.string() + ".part-" + random_id();
    constexpr mode_t for_all = 0666;  // less the mask of this process
    const FileDescriptor out{
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, for_all)};
    const bool is_written = out.is_open() && (on_disk == OnDisk::yes ? write_to_disk(out, content)
                                                                     : write_all(out, content));
    std::error_code error;
    if (is_written) std::filesystem::rename(part, file, error);
    if (!is_written || error) {
        std::filesystem::remove(part, error);
        throw std::runtime_error{
            "cannot write " + file.string() +
            ": check that the disk has room and that this user may write in the directory"};
    }
}

}  // namespace aspic
