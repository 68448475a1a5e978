#include <aspic/reporting/site_status.h>

#include <fcntl.h>
#include <unistd.h>

#include <ctime>
#include <string>

#include <aspic/base/file_descriptor.h>
#include <aspic/base/files.h>
#include <aspic/base/numbers.h>
#include <aspic/reporting/ended_processes.h>
#include <aspic/reporting/process_board.h>

namespace aspic {

namespace {

std::int64_t nanoseconds_of(clockid_t clock)
{
    std::timespec now{};
    ::clock_gettime(clock, &now);
    return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

// The second number of /proc/PID/statm, in pages (proc(5)).
std::uint64_t memory_of(pid_t process)
{
    const std::string name = "/proc/" + std::to_string(process) + "/statm";
    const FileDescriptor file{::open(name.c_str(), O_RDONLY | O_CLOEXEC)};
    const auto text = file.is_open() ? read_from(file) : std::nullopt;
    if (!text) return 0;
    const std::size_t begin = text->find(' ') + 1;
    const auto pages = parse_number<std::uint64_t>(
        std::string_view{*text}.substr(begin, text->find(' ', begin) - begin));
    return pages.value_or(0) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

std::uint64_t SiteStatus::waiting() const
{
    std::uint64_t sum = 0;
    for (const ProcessStatus& one : processes)
        sum += one.waiting;
    return sum;
}

std::uint64_t SiteStatus::memory() const
{
    std::uint64_t sum = 0;
    for (const ProcessStatus& one : processes)
        sum += one.memory;
    return sum;
}

std::size_t SiteStatus::working() const
{
    std::size_t sum = 0;
    for (const ProcessStatus& one : processes)
        sum += one.activities.size();
    return sum;
}

SiteStatus read_site_status(const std::filesystem::path& data)
{
    SiteStatus status;
    status.now = nanoseconds_of(CLOCK_REALTIME) / 1'000'000;
    status.monotonic_now = nanoseconds_of(CLOCK_MONOTONIC);
    // While this exists, no process moves its counts from its board to the sum.
    const EndedProcesses ended{data};
    status.total = ended.totals();
    for (const pid_t process : ProcessBoard::processes(data)) {
        const auto board = ProcessBoard::open(data, process);
        if (!board) continue;
        const CountTotals counts = board->counters().totals();
        status.total += counts;
        if (!board->is_alive()) continue;
        status.processes.push_back({.process = process,
                                    .started = board->started(),
                                    .memory = memory_of(process),
                                    .waiting = board->counters().waiting(),
                                    .mirror = board->counters().mirror(),
                                    .counts = counts,
                                    .activities = board->activities()});
    }
    return status;
}

}  // namespace aspic
