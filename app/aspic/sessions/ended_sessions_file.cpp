#include <aspic/sessions/ended_sessions_file.h>

#include <fcntl.h>
#include <unistd.h>

#include <optional>
#include <system_error>
#include <utility>

#include <aspic/base/encoding.h>
#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/base/syntax.h>
#include <aspic/reporting/log.h>
#include <aspic/sessions/ended_sessions.h>

namespace aspic {

namespace {

/// The file, open and locked. If that fails, there is no descriptor, and errno says why.
FileDescriptor open_locked(const std::filesystem::path& path)
{
    for (;;) {
        FileDescriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
        if (!file.is_open() || !lock(file)) return {};
        // If the file was replaced while we waited for its lock, we must open the new one.
        if (!is_removed(file)) return file;
    }
}

/// True if the last line is complete. An incomplete line would damage the line that is added after
/// it.
bool ends_with_a_line(const FileDescriptor& file)
{
    const off_t size = ::lseek(file.get(), 0, SEEK_END);
    char last = '\n';
    return size <= 0 || (::pread(file.get(), &last, 1, size - 1) == 1 && last == '\n');
}

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
    const std::string until = to_text(ended.until);
    if (!ended.session.empty()) return "session " + to_hex(ended.session) + ' ' + until + '\n';
    return "user " + to_hex(ended.user) + ' ' + until + ' ' + to_text(ended.before) + '\n';
}

SessionEnd EndedSessionsFile::parse_line(std::string_view line)
{
    const std::string_view kind = syntax::take_until(line, ' ');
    auto name = from_hex(syntax::take_until(line, ' '));
    const auto until = parse_time(syntax::take_until(line, ' '));
    if (!name || name->empty() || !until) return {};
    if (kind == "session") return {.session = std::move(*name), .until = *until};
    if (kind != "user") return {};
    const auto before = parse_time(line);
    if (!before) return {};
    return {.user = std::move(*name), .before = *before, .until = *until};
}

std::vector<SessionEnd> EndedSessionsFile::read(Time now) const
{
    const FileDescriptor file = open_locked(file_);
    const auto text = file.is_open() ? read_from(file) : std::nullopt;
    if (!text) {
        note_failure(file_, errno_text());
        return {};
    }
    std::vector<SessionEnd> ends;
    std::string useful;
    for (std::string_view rest = *text; !rest.empty();) {
        SessionEnd end = parse_line(syntax::take_until(rest, '\n'));
        if (end.until <= now) continue;
        useful += to_line(end);
        ends.push_back(std::move(end));
    }
    if (text->size() < 2 * useful.size() || text->empty()) return ends;
    // Written to a new file, which then replaces the old one: nothing is lost if the process dies.
    const std::filesystem::path fresh = file_.string() + ".new";
    std::error_code error;
    std::filesystem::remove(fresh, error);
    const FileDescriptor next = open_locked(fresh);
    if (!next.is_open() || !write_to_disk(next, useful)) {
        note_failure(fresh, errno_text());
    } else {
        std::filesystem::rename(fresh, file_, error);
        if (error) note_failure(file_, error.message());
    }
    return ends;
}

void EndedSessionsFile::add(const SessionEnd& ended) const
{
    const FileDescriptor file = open_locked(file_);
    if (!file.is_open() ||
        !write_to_disk(file, (ends_with_a_line(file) ? "" : "\n") + to_line(ended)))
        note_failure(file_, errno_text());
}

}  // namespace aspic
