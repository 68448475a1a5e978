#include <aspic/site/file.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <climits>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <aspic/base/clock.h>
#include <aspic/base/errno_text.h>
#include <aspic/http/dates.h>
#include <aspic/http/errors.h>
#include <aspic/http/front_end_files.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr std::size_t piece_bytes = std::size_t{256} << 10U;
constexpr const char* no_such_file = "There is no file at this address.";
// Not to wait for the writer of a pipe.
constexpr int how_to_open = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/// What tells two states of a file apart.
struct FileState {
    std::uint64_t size = 0;
    std::uint64_t inode = 0;
    nanoseconds modified{};

    bool operator==(const FileState&) const = default;
};

/// Nothing if it is not a regular file.
std::optional<FileState> state_of(int file)
{
    struct stat status {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return {};
    return FileState{.size = static_cast<std::uint64_t>(status.st_size),
                     .inode = status.st_ino,
                     .modified = std::chrono::seconds{status.st_mtim.tv_sec} +
                                 nanoseconds{status.st_mtim.tv_nsec}};
}

bool are_same(const struct stat& one, const struct stat& other)
{
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

// Empty if no path leads to the file any more. The system resolves symbolic links here, so the path
// is below a directory only if the file is.
std::string path_of(int file)
{
    std::array<char, PATH_MAX> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t size = ::readlink(link.c_str(), path.data(), path.size() - 1);
    struct stat opened {};
    struct stat found {};
    const bool is_found = size > 0 && ::fstat(file, &opened) == 0 &&
                          ::lstat(path.data(), &found) == 0 && are_same(opened, found);
    return is_found ? path.data() : std::string{};
}

class FileBody : public FileSource {
public:
    /// `has_path`: path() may tell it.
    FileBody(FileDescriptor file, const FileState& state, bool has_path)
        : file_{std::move(file)}, state_{state}, has_path_{has_path}, end_{state.size}
    {
    }

    std::string path() const override { return has_path_ ? path_of(file_.get()) : std::string{}; }

    std::optional<std::uint64_t> length() const override { return end_ - at_; }
    void narrow(const ByteRange& range) override
    {
        at_ = range.first;
        end_ = range.first + range.length;
    }
    std::optional<std::string> next() override
    {
        if (at_ == end_) return {};
        std::string piece(std::min<std::uint64_t>(piece_bytes, end_ - at_), '\0');
        ssize_t got = 0;
        do {
            got = ::pread(file_.get(), piece.data(), piece.size(), static_cast<off_t>(at_));
        } while (got < 0 && errno == EINTR);
        if (got < 0) throw std::runtime_error{"a file cannot be read on: " + errno_text()};
        // A file that was changed in place would be sent half as it was and half as it is.
        if (got == 0 || state_of(file_.get()) != state_)
            throw std::runtime_error{
                "a file was changed while it was sent: replace files by renaming new ones"};
        piece.resize(static_cast<std::size_t>(got));
        at_ += static_cast<std::uint64_t>(got);
        return piece;
    }

private:
    FileDescriptor file_;
    FileState state_;
    bool has_path_;
    std::uint64_t at_ = 0;
    std::uint64_t end_;
};

// Two states within the resolution of the file's time could have one tag: while that is possible,
// the tag is weak, as in Apache.
std::string etag_of(const FileState& state, nanoseconds now)
{
    const auto hex = [](std::uint64_t number) {
        std::array<char, 16> digits{};
        char* const end =
            std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
        return std::string{digits.data(), end};
    };
    const bool is_settled = state.modified + 1s < now;
    return (is_settled ? "\"" : "W/\"") + hex(static_cast<std::uint64_t>(state.modified.count())) +
           "-" + hex(state.size) + "-" + hex(state.inode) + "\"";
}

bool is_missing(int error)
{
    return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG;
}

FileDescriptor open_at(int directory, const std::string& name, int how,
                       const std::filesystem::path& whole)
{
    FileDescriptor opened{::openat(directory, name.c_str(), how)};
    if (opened.is_open()) return opened;
    // ENXIO: a socket, or a pipe without a reader.
    if (is_missing(errno) || errno == ENXIO) throw NotFound{no_such_file};
    throw std::system_error{errno, std::generic_category(), "cannot open " + whole.string()};
}

FileDescriptor checked(FileDescriptor file)
{
    if (!state_of(file.get())) throw NotFound{no_such_file};
    return file;
}

FileDescriptor open_below(const std::filesystem::path& directory, std::string_view path)
{
    const std::filesystem::path whole = directory / std::string{path};
    if (path.find('\0') != std::string_view::npos) throw NotFound{no_such_file};
    FileDescriptor at =
        open_at(AT_FDCWD, directory.string(), O_PATH | O_DIRECTORY | O_CLOEXEC, whole);
    for (;;) {
        const std::size_t end = path.find('/');
        const std::string segment{path.substr(0, end)};
        if (segment.empty() || segment == "." || segment == "..") throw NotFound{no_such_file};
        if (end == std::string_view::npos)
            return open_at(at.get(), segment, how_to_open | O_NOFOLLOW, whole);
        at = open_at(at.get(), segment, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, whole);
        path.remove_prefix(end + 1);
    }
}

}  // namespace

File::File(const std::filesystem::path& path, std::string_view type)
    : File{checked(open_at(AT_FDCWD, path.string(), how_to_open, path)), type, OpenedBy::path}
{
}

File::File(FileDescriptor file, std::string_view type)
    : File{std::move(file), type, OpenedBy::descriptor}
{
}

File::File(FileDescriptor file, std::string_view type, OpenedBy by)
{
    const auto state = state_of(file.get());
    if (!state)
        throw std::invalid_argument{"File: the descriptor " + std::to_string(file.get()) +
                                    " is not a regular file: use a Stream"};
    const nanoseconds now = std::chrono::system_clock::now().time_since_epoch();
    // RFC 9110, section 8.8.2.1: not later than the time of the answer.
    const Time modified{std::chrono::floor<std::chrono::seconds>(std::min(state->modified, now))};
    header("Content-Type", type);
    header("Last-Modified", format_date(modified));
    header("ETag", etag_of(*state, now));
    body_ = std::make_shared<FileBody>(std::move(file), *state, by == OpenedBy::path);
}

File File::below(const std::filesystem::path& directory, std::string_view path,
                 std::string_view type)
{
    return File{checked(open_below(directory, path)), type, OpenedBy::path};
}

File::operator Response() &&
{
    return {.status = AnswerHead::status(),
            .headers = std::move(*this).take_headers(),
            .source = std::move(body_)};
}

}  // namespace aspic
