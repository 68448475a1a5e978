#include <aspic/sessions/ended_sessions_file.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/reporting/log.h>
#include <aspic/sessions/ended_sessions.h>

namespace aspic {

namespace {

std::string to_hex(std::string_view bytes)
{
    std::string text;
    for (const char c : bytes) {
        text += syntax::hex_digit(static_cast<unsigned char>(c) >> 4U);
        text += syntax::hex_digit(static_cast<unsigned char>(c));
    }
    return text;
}

std::string from_hex(std::string_view text)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const int high = syntax::hex_value(text[i]);
        const int low = syntax::hex_value(text[i + 1]);
        if (high < 0 || low < 0) return {};
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

Time to_time(std::string_view text)
{
    std::int64_t seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return Time{std::chrono::seconds{seconds}};
}

std::string last_error()
{
    return std::generic_category().message(errno);
}

/// The file, open and locked. If that fails, there is no descriptor, and errno says why.
class LockedFile {
public:
    explicit LockedFile(const std::filesystem::path& path)
    {
        // If the file was replaced while we waited for its lock, we must open the new one.
        for (bool is_current = false; !is_current;) {
            close();
            descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            if (descriptor_ < 0) return;
            struct stat status {};
            if (::flock(descriptor_, LOCK_EX) != 0 || ::fstat(descriptor_, &status) != 0) {
                close();
                return;
            }
            is_current = status.st_nlink > 0;
        }
    }
    ~LockedFile() { close(); }
    LockedFile(const LockedFile&) = delete;
    LockedFile& operator=(const LockedFile&) = delete;

    bool is_open() const { return descriptor_ >= 0; }

    std::string text() const
    {
        std::string all;
        std::array<char, 65536> piece{};
        ssize_t got = 0;
        while ((got = ::pread(descriptor_, piece.data(), piece.size(),
                              static_cast<off_t>(all.size()))) > 0)
            all.append(piece.data(), static_cast<std::size_t>(got));
        return all;
    }

    bool write(std::string_view text) const
    {
        while (!text.empty()) {
            const ssize_t written = ::write(descriptor_, text.data(), text.size());
            if (written < 0 && errno != EINTR) return false;
            if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        }
        return ::fsync(descriptor_) == 0;
    }

    /// True if the last line is complete. An incomplete line would damage the line that is added
    /// after it.
    bool ends_with_a_line() const
    {
        const off_t size = ::lseek(descriptor_, 0, SEEK_END);
        char last = '\n';
        return size <= 0 || (::pread(descriptor_, &last, 1, size - 1) == 1 && last == '\n');
    }

private:
    void close()
    {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }
    int descriptor_ = -1;
};

void note_failure(const std::filesystem::path& file, const std::string& why)
{
    log(LogLevel::error,
        "the file of ended sessions cannot be used: after a restart, a copied cookie of an ended "
        "session may be accepted again; make room on the disk, or make the user who runs this "
        "program the owner of the file",
        {{"file", file.string()}, {"why", why}});
}

}  // namespace

std::string EndedSessionsFile::to_line(const SessionEnd& ended)
{
    const std::string until = std::to_string(ended.until.time_since_epoch().count());
    if (!ended.session.empty()) return "session " + to_hex(ended.session) + ' ' + until + '\n';
    return "user " + to_hex(ended.user) + ' ' + until + ' ' +
           std::to_string(ended.before.time_since_epoch().count()) + '\n';
}

SessionEnd EndedSessionsFile::parse_line(std::string_view line)
{
    const std::string_view kind = syntax::take_until(line, ' ');
    std::string name = from_hex(syntax::take_until(line, ' '));
    const Time until = to_time(syntax::take_until(line, ' '));
    if (name.empty()) return {};
    if (kind == "session") return {.session = std::move(name), .until = until};
    if (kind == "user") return {.user = std::move(name), .before = to_time(line), .until = until};
    return {};
}

std::vector<SessionEnd> EndedSessionsFile::read(Time now) const
{
    const LockedFile file{file_};
    if (!file.is_open()) {
        note_failure(file_, last_error());
        return {};
    }
    const std::string text = file.text();
    std::vector<SessionEnd> ends;
    std::string useful;
    for (std::string_view rest = text; !rest.empty();) {
        SessionEnd end = parse_line(syntax::take_until(rest, '\n'));
        if (end.until <= now) continue;
        useful += to_line(end);
        ends.push_back(std::move(end));
    }
    if (text.size() < 2 * useful.size() || text.empty()) return ends;
    // Written to a new file, which then replaces the old one: nothing is lost if the process dies.
    const std::filesystem::path fresh = file_.string() + ".new";
    std::error_code error;
    std::filesystem::remove(fresh, error);
    const LockedFile next{fresh};
    if (!next.is_open() || !next.write(useful)) {
        note_failure(fresh, last_error());
    } else {
        std::filesystem::rename(fresh, file_, error);
        if (error) note_failure(file_, error.message());
    }
    return ends;
}

void EndedSessionsFile::add(const SessionEnd& ended) const
{
    const LockedFile file{file_};
    if (!file.is_open() || !file.write((file.ends_with_a_line() ? "" : "\n") + to_line(ended)))
        note_failure(file_, last_error());
}

}  // namespace aspic
