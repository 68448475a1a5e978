#pragma once
// What the server processes of one data directory do now, and have done: read from their boards. So
// any process of the directory, and a command, can answer for all of them. Values; any thread.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <vector>

#include <aspic/reporting/activity.h>
#include <aspic/reporting/counters.h>

namespace aspic {

struct ProcessStatus {
    pid_t process = 0;
    std::int64_t started = 0;   // milliseconds since 1970
    std::uint64_t memory = 0;   // resident bytes; 0 if that is not known
    std::uint64_t waiting = 0;  // requests that wait; see Counters
    MirrorSize mirror{};
    CountTotals counts{};
    std::vector<Activity> activities{};  // the longest first
};

struct SiteStatus {
    std::int64_t now = 0;                    // milliseconds since 1970
    std::int64_t monotonic_now = 0;          // as Activity::began
    std::vector<ProcessStatus> processes{};  // those that run, by number
    /// Of all processes since the data directory was made, those that have ended too.
    CountTotals total{};

    std::uint64_t waiting() const;
    std::uint64_t memory() const;
    std::size_t working() const;
};

/// Never throws: no process is listed if none runs, or if the directory cannot be read.
SiteStatus read_site_status(const std::filesystem::path& data);

}  // namespace aspic
