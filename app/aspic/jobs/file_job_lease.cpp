#include <aspic/jobs/file_job_lease.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <system_error>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/base/numbers.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds pause_while_held = 500ms;
constexpr std::chrono::milliseconds pause_after_failure = 1min;
constexpr std::chrono::milliseconds longest_pause = 1min;  // an operator may delete the file

std::int64_t monotonic_now()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

FileJobLease::FileJobLease(const std::filesystem::path& data, std::string_view job,
                           std::chrono::milliseconds interval)
    : file_{data / "jobs" / job}, interval_{interval}
{
}

JobLease::Asked FileJobLease::ask()
{
    std::error_code ignored;  // the open() says it
    std::filesystem::create_directories(file_.parent_path(), ignored);
    FileDescriptor file{
        ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600)};
    if (!file.is_open()) {
        log(LogLevel::error, "a job does not run, because its file cannot be opened",
            {{"file", file_.string()}, {"why", errno_text()}});
        return {.ask_again = pause_after_failure};
    }
    if (!try_lock(file)) return {.ask_again = std::min(pause_while_held, interval_)};
    const auto due = parse_number<std::int64_t>(read_from(file).value_or(""));
    const std::chrono::milliseconds left{due ? *due - monotonic_now() : 0};
    // After a restart of the system, its clock begins again.
    if (left > 0ms && left <= interval_) return {.ask_again = std::min(left, longest_pause)};
    held_ = std::move(file);
    return {.is_granted = true};
}

void FileJobLease::finish(std::chrono::milliseconds rest)
{
    if (!held_.is_open()) return;
    const std::string due = std::to_string(monotonic_now() + rest.count());
    const bool is_written = ::ftruncate(held_.get(), 0) == 0 &&
                            ::lseek(held_.get(), 0, SEEK_SET) == 0 && write_all(held_, due);
    if (!is_written) {
        log(LogLevel::warning, "the time of a job is lost; it may run again too early",
            {{"file", file_.string()}, {"why", errno_text()}});
    }
    held_.close();
}

}  // namespace aspic
