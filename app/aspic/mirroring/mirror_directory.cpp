#include <aspic/mirroring/mirror_directory.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <system_error>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/base/random_id.h>
#include <aspic/mirroring/mirror_writing.h>

namespace aspic {

namespace fs = std::filesystem;

namespace {

using mirror_writing::directory_mode;
using mirror_writing::failure;
using mirror_writing::file_mode;
using mirror_writing::write_file;

FileDescriptor open_directory(const fs::path& path)
{
    return FileDescriptor{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
}

bool is_the_same(const FileDescriptor& open, const fs::path& path)
{
    struct stat one {};
    struct stat other {};
    return ::fstat(open.get(), &one) == 0 && ::lstat(path.c_str(), &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

std::string first_line(const FileDescriptor& file)
{
    const std::string text = read_from(file).value_or("");
    return text.substr(0, text.find('\n'));
}

std::chrono::milliseconds now_by(clockid_t clock)
{
    std::timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds{time.tv_sec} +
           std::chrono::floor<std::chrono::milliseconds>(std::chrono::nanoseconds{time.tv_nsec});
}

}  // namespace

MirrorDirectory::MirrorDirectory(fs::path directory)
    : path_{std::move(directory)}, draft_{"draft-page-" + random_id()}
{
}

std::string MirrorDirectory::why_not_usable(const fs::path& directory)
{
    struct stat found {};
    if (::stat(directory.c_str(), &found) != 0) {
        if (errno != ENOENT) return errno_text();
        if (::mkdir(directory.c_str(), directory_mode) != 0)
            return "it does not exist, and cannot be made: " + errno_text();
        if (::stat(directory.c_str(), &found) != 0) return errno_text();
    }
    if (!S_ISDIR(found.st_mode)) return "it is not a directory";
    if (found.st_uid != ::geteuid() && found.st_uid != 0) return "it belongs to another user";
    if ((found.st_mode & S_IWOTH) != 0) return "every user may write there";
    return ::access(directory.c_str(), R_OK | W_OK | X_OK) == 0 ? "" : errno_text();
}

std::string MirrorDirectory::why_unreadable(const fs::path& directory)
{
    constexpr mode_t readable = S_IRGRP | S_IXGRP;
    struct stat found {};
    if (::stat(directory.c_str(), &found) != 0) return errno_text();
    if ((found.st_mode & readable) != readable)
        return "its group may not read it: chmod 2750 " + directory.string();
    if ((found.st_mode & S_ISGID) == 0 && found.st_gid != ::getegid())
        return "what is made in it does not get its group: chmod 2750 " + directory.string();
    return {};
}

bool MirrorDirectory::is_kept() const
{
    const FileDescriptor file{::open((path_ / "lock").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    return file.is_open() && !try_lock(file);
}

std::string MirrorDirectory::owner() const
{
    const FileDescriptor file{
        ::open((path_ / "version").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    return file.is_open() ? first_line(file) : "";
}

bool MirrorDirectory::set_owner(std::string_view owner, std::string& why)
{
    if (this->owner() == owner) return true;
    // Before, in case that this process is killed; after, because the keeper may have written.
    return move_pages_away(why) && replace("version", std::string{owner} + '\n', why) &&
           move_pages_away(why);
}

MirrorDirectory::Taken MirrorDirectory::take(std::string_view keeper, std::string& why)
{
    const fs::path file = path_ / "lock";
    FileDescriptor taken{
        ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, file_mode)};
    if (!taken.is_open()) {
        why = failure("cannot open", file);
        return Taken::failed;
    }
    if (!try_lock(taken) || !is_the_same(taken, file)) return Taken::held_by_another;
    // From here on, the former keeper writes nothing more.
    former_keeper_ = first_line(taken);
    if (!move_pages_away(why) || !make_pages(why)) return Taken::failed;
    if (::unlink((path_ / "alive").c_str()) != 0 && errno != ENOENT) {
        why = failure("cannot remove", path_ / "alive");
        return Taken::failed;
    }
    if (::ftruncate(taken.get(), 0) != 0 || ::lseek(taken.get(), 0, SEEK_SET) != 0 ||
        !write_all(taken, std::string{keeper} + '\n')) {
        why = failure("cannot write", file);
        return Taken::failed;
    }
    lock_ = std::move(taken);
    return Taken::done;
}

bool MirrorDirectory::is_intact() const
{
    return is_the_same(lock_, path_ / "lock") && is_the_same(pages_, path_ / "pages");
}

bool MirrorDirectory::give_up(std::string& why)
{
    // If they are not ours any more, another process has moved ours away.
    if (is_the_same(pages_, path_ / "pages") && !move_pages_away(why)) return false;
    ::unlink((path_ / "alive").c_str());
    // A keeper whose name is not in the file has left nothing behind.
    [[maybe_unused]] const int result = ::ftruncate(lock_.get(), 0);
    lock_.close();
    pages_.close();
    return true;
}

MirrorDirectory::Moment MirrorDirectory::now()
{
    return {.clock = now_by(CLOCK_REALTIME), .uptime = now_by(CLOCK_BOOTTIME)};
}

bool MirrorDirectory::trust(const Moment& from, std::chrono::milliseconds time,
                            std::string& why) const
{
    std::string text = std::to_string((from.clock + time).count());
    text.append(" ").append(std::to_string(from.uptime.count()));
    text.append(" ").append(std::to_string((from.uptime + time).count()));
    return replace("alive", text + '\n', why);
}

// After the removal: what is read from now on is not of the removed files.
bool MirrorDirectory::note_removal(std::string& why) const
{
    const fs::path path = path_ / "changes";
    const FileDescriptor file{
        ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, file_mode)};
    struct stat found {};
    const bool is_open =
        file.is_open() && ::fchmod(file.get(), file_mode) == 0 && ::fstat(file.get(), &found) == 0;
    // A new file has another size than one before it. It is a hole, and takes no room on the disk.
    constexpr off_t most_of_a_new_one = 1'000'000'000;
    const off_t size =
        (found.st_size > 0 ? found.st_size : now_by(CLOCK_REALTIME).count() % most_of_a_new_one) +
        1;
    if (is_open && ::ftruncate(file.get(), size) == 0) return true;
    why = failure("cannot change", path);
    return false;
}

bool MirrorDirectory::clear(std::string& why)
{
    // If they are not ours any more, nobody gets them.
    return !is_the_same(pages_, path_ / "pages") || (move_pages_away(why) && make_pages(why));
}

std::string MirrorDirectory::keeper() const
{
    const FileDescriptor file{::open((path_ / "lock").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    return file.is_open() ? first_line(file) : "";
}

void MirrorDirectory::hint(std::string_view lines) const
{
    const FileDescriptor file{::open((path_ / "hints").c_str(),
                                     O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)};
    struct stat found {};
    constexpr off_t most = off_t{1} << 20U;
    if (file.is_open() && lock(file) && ::fstat(file.get(), &found) == 0 && found.st_size < most)
        write_all(file, lines);
}

std::string MirrorDirectory::take_hints() const
{
    const FileDescriptor file{::open((path_ / "hints").c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC)};
    if (!file.is_open() || !lock(file)) return {};
    std::string lines = read_from(file).value_or("");
    if (!lines.empty() && ::ftruncate(file.get(), 0) != 0) return {};
    return lines;
}

void MirrorDirectory::delete_old() const
{
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{path_, error}) {
        const std::string name = entry.path().filename().string();
        const bool is_draft = name.starts_with("draft-alive-") ||
                              (name.starts_with("draft-page-") && !name.starts_with(draft_));
        if (is_draft || name.starts_with("old-")) fs::remove_all(entry.path(), error);
    }
}

bool MirrorDirectory::make_pages(std::string& why)
{
    const FileDescriptor directory = open_directory(path_);
    if (directory.is_open() && make_directory(directory.get(), "pages"))
        pages_ = open_directory(path_ / "pages");
    const bool is_made = pages_.is_open() && is_the_same(pages_, path_ / "pages");
    if (!is_made) why = failure("cannot make", path_ / "pages");
    return is_made;
}

bool MirrorDirectory::move_pages_away(std::string& why) const
{
    const fs::path old = path_ / ("old-" + random_id());
    if (::rename((path_ / "pages").c_str(), old.c_str()) == 0 || errno == ENOENT)
        return note_removal(why);
    why = failure("cannot move", path_ / "pages");
    return false;
}

bool MirrorDirectory::replace(const char* name, std::string_view text, std::string& why) const
{
    const fs::path part = path_ / ("draft-" + std::string{name} + '-' + std::to_string(::getpid()));
    if (write_file(part, text) && ::rename(part.c_str(), (path_ / name).c_str()) == 0) return true;
    why = failure("cannot write", path_ / name);
    ::unlink(part.c_str());
    return false;
}

}  // namespace aspic
