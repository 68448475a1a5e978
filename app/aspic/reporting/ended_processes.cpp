#include <aspic/reporting/ended_processes.h>

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

// The processes of the site hold it for microseconds.
constexpr int most_tries = 100;
constexpr auto between_tries = 10ms;

FileDescriptor open_file(const std::filesystem::path& file)
{
    constexpr int flags = O_CLOEXEC | O_NOFOLLOW;
    FileDescriptor mine{::open(file.c_str(), O_RDWR | O_CREAT | flags, 0600)};
    // Another user may only read the directory.
    return mine.is_open() ? std::move(mine)
                          : FileDescriptor{::open(file.c_str(), O_RDONLY | flags)};
}

bool lock_soon(const FileDescriptor& file, const std::filesystem::path& path)
{
    for (int i = 0; i < most_tries; ++i) {
        if (try_lock(file)) return true;
        std::this_thread::sleep_for(between_tries);
    }
    log(LogLevel::warning,
        "the counts of ended processes are not used now: another program has locked their file for "
        "longer than a second; end that program",
        {{"file", path.string()}});
    return false;
}

}  // namespace

EndedProcesses::EndedProcesses(const std::filesystem::path& data)
    : file_{open_file(data / "processes" / "ended")}
{
    is_locked_ = file_.is_open() && lock_soon(file_, data / "processes" / "ended");
    if (!is_locked_) return;
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
