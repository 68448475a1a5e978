#include <aspic/sessions/key_file.h>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/base/random_id.h>
#include <aspic/base/whole_file.h>

namespace aspic::key_file {

namespace {

using Path = std::filesystem::path;

constexpr std::size_t largest = 65536;

[[noreturn]] void fail(const Path& file, const std::string& problem, const std::string& way_out)
{
    throw std::runtime_error{"the session key file " + file.string() + " " + problem + ": " +
                             way_out};
}

/// A new file with the content `text`, beside `file` and under another name. The destructor removes
/// it, unless it was renamed.
class NewFile {
public:
    NewFile(const Path& file, std::string_view text) : file_{file}, path_{file}
    {
        path_ += ".new-" + random_id();
        const FileDescriptor descriptor{
            ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (!descriptor.is_open()) give_up("cannot be written");
        const bool written = ::fchmod(descriptor.get(), 0600) == 0 &&
                             keep_owner(descriptor.get()) && write_to_disk(descriptor, text);
        if (written) return;
        const int error = errno;
        ::unlink(path_.c_str());
        errno = error;
        give_up("cannot be written");
    }
    ~NewFile() { ::unlink(path_.c_str()); }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    /// Returns false if the file exists already.
    bool become_new_file() const
    {
        if (::link(path_.c_str(), file_.c_str()) != 0) {
            if (errno == EEXIST) return false;
            give_up("cannot be made");
        }
        sync_directory(directory_of(file_));
        return true;
    }
    void replace_file() const
    {
        if (::rename(path_.c_str(), file_.c_str()) != 0) give_up("cannot be replaced");
        sync_directory(directory_of(file_));
    }

private:
    [[noreturn]] void give_up(const std::string& problem) const
    {
        fail(file_, problem + " (" + errno_text() + ")",
             "its directory must exist, the disk must have room, and this user must be allowed to "
             "write there");
    }
    /// The user who rotates the key may be another one (root), but the server must still be able to
    /// read the file.
    bool keep_owner(int descriptor) const
    {
        struct stat now {};
        struct stat before {};
        if (::fstat(descriptor, &now) != 0) return false;
        if (::stat(file_.c_str(), &before) != 0) return errno == ENOENT;
        if (now.st_uid == before.st_uid && now.st_gid == before.st_gid) return true;
        return ::fchown(descriptor, before.st_uid, before.st_gid) == 0;
    }

    Path file_;
    Path path_;
};

}  // namespace

std::optional<std::string> read(const Path& file)
{
    // O_NONBLOCK: if the file is a FIFO, fail instead of waiting.
    const FileDescriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!descriptor.is_open()) {
        if (errno == ENOENT) return std::nullopt;
        fail(file, "cannot be read (" + errno_text() + ")",
             "the user who runs the server must own it and be allowed to enter its directory");
    }
    struct stat status {};
    if (::fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        fail(file, "is not a regular file", "move it away, and the server makes a new one");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        fail(file, "is open to other users",
             "run chmod 600 on it; if others may have read it, rotate the key as well");
    }
    std::array<char, 4096> part{};
    std::string text;
    text.reserve(part.size());
    while (text.size() <= largest) {
        const auto count = ::read(descriptor.get(), part.data(), part.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(file, "cannot be read (" + errno_text() + ")", "check the disk");
        if (count == 0) break;
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    sodium_memzero(part.data(), part.size());
    if (text.size() > largest) {
        fail(file, "is too large for a key file",
             "check the path, or move the file away, and the server makes a new one");
    }
    return text;
}

bool create(const Path& file, std::string_view text)
{
    return NewFile{file, text}.become_new_file();
}

void replace(const Path& file, std::string_view text)
{
    NewFile{without_links(file), text}.replace_file();
}

Lock::Lock(const Path& file)
    : directory_{::open(directory_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)}
{
    if (directory_.is_open() && lock(directory_)) return;
    fail(file, "cannot be locked (" + errno_text() + ")",
         "its directory must exist and be readable for this user");
}

}  // namespace aspic::key_file
