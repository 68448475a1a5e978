#include <aspic/base/files.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace aspic {

namespace {

bool lock_with(const FileDescriptor& file, int how)
{
    int result = 0;
    do {
        result = ::flock(file.get(), how);
    } while (result != 0 && errno == EINTR);
    return result == 0;
}

}  // namespace

bool write_all(const FileDescriptor& file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(file.get(), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool write_to_disk(const FileDescriptor& file, std::string_view text)
{
    return write_all(file, text) && ::fsync(file.get()) == 0;
}

FileDescriptor file_in_memory(std::string_view text)
{
    FileDescriptor file{::memfd_create("request", MFD_CLOEXEC)};
    if (!file.is_open() || !write_all(file, text)) return {};
    ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

std::optional<std::string> read_from(const FileDescriptor& file, std::size_t offset)
{
    std::string text;
    std::array<char, 65'536> piece{};
    for (;;) {
        const ssize_t got = ::pread(file.get(), piece.data(), piece.size(),
                                    static_cast<off_t>(offset + text.size()));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return {};
        if (got == 0) return text;
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
}

std::optional<std::string> read_at_most(const FileDescriptor& file, std::size_t most)
{
    std::string text;
    std::array<char, 65'536> piece{};
    while (text.size() < most) {
        const ssize_t got =
            ::read(file.get(), piece.data(), std::min(piece.size(), most - text.size()));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return {};
        if (got == 0) break;
        text.append(piece.data(), static_cast<std::size_t>(got));
    }
    return text;
}

std::filesystem::path directory_of(const std::filesystem::path& file)
{
    const std::filesystem::path directory = file.parent_path();
    return directory.empty() ? std::filesystem::path{"."} : directory;
}

void sync_directory(const std::filesystem::path& directory)
{
    const FileDescriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.is_open()) ::fsync(opened.get());
}

bool lock(const FileDescriptor& file)
{
    return lock_with(file, LOCK_EX);
}

bool try_lock(const FileDescriptor& file)
{
    return lock_with(file, LOCK_EX | LOCK_NB);
}

bool is_removed(const FileDescriptor& file)
{
    struct stat status {};
    return ::fstat(file.get(), &status) == 0 && status.st_nlink == 0;
}

}  // namespace aspic
