#include <aspic/reporting/ended_processes.h>

#include <fcntl.h>
#include <unistd.h>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

FileDescriptor open_file(const std::filesystem::path& file)
{
    constexpr int flags = O_CLOEXEC | O_NOFOLLOW;
    FileDescriptor mine{::open(file.c_str(), O_RDWR | O_CREAT | flags, 0600)};
    // Another user may only read the directory.
    return mine.is_open() ? std::move(mine)
                          : FileDescriptor{::open(file.c_str(), O_RDONLY | flags)};
}

}  // namespace

EndedProcesses::EndedProcesses(const std::filesystem::path& data)
    : file_{open_file(data / "processes" / "ended")}
{
    if (!file_.is_open() || !lock(file_)) return;
    Contents found;
    const ssize_t got = ::pread(file_.get(), &found, sizeof found, 0);
    // A file of another version of the library is replaced: counters then start again.
    if (got == sizeof found && found.mark == Contents::current_mark) contents_ = found;
}

void EndedProcesses::add(pid_t process, std::int64_t started, const CountTotals& counts)
{
    if (contents_.last_process == process && contents_.last_started == started) return;
    contents_.last_process = process;
    contents_.last_started = started;
    contents_.totals += counts;
    // One write: a process that is killed has written all of it or nothing.
    if (::pwrite(file_.get(), &contents_, sizeof contents_, 0) != sizeof contents_) {
        log(LogLevel::warning, "the counts of a process that has ended are lost",
            {{"process", std::to_string(process)}, {"why", errno_text()}});
    }
}

}  // namespace aspic
