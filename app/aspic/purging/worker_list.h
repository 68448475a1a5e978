#pragma once
// The workers that follow the purge log, and how far each has read it: the hash `aspic:workers`. A
// purge waits for the workers in it. Any thread, each with a connection of its own or from the
// pool.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/entries/position.h>
#include <aspic/purging/redis_keys.h>
#include <aspic/redis/redis_pool.h>

namespace aspic {

class WorkerList {
public:
    /// "HOST/BOOT/PIDS PID RANDOM": this process, where to look for it, and a unique name.
    static std::string this_worker();

    struct Report {
        std::string worker;
        Position position;
        std::string line;   // for `stats`
        std::string epoch;  // of the log that was read
        // How long it trusts its memory without another report.
        std::chrono::milliseconds blind_time;
        // If true, it must be in the list already: otherwise no purge has waited for it.
        bool is_known;
        // It keeps copies of pages, which others may send for its blind time when it has ended.
        bool keeps_copies = false;
    };
    /// Writes the report into the list, with Redis's own time. Returns false if that failed, if the
    /// log is gone or is another one, or if the worker must be in the list but is not. `why` then
    /// says why.
    static bool write(RedisConnection& redis, const Report& report, std::string& why);
    static void remove(RedisConnection& redis, const std::string& worker);
    /// Removes a worker whose process was on this machine and has ended. Any other one stays.
    static void remove_if_ended(RedisPool& redis, const std::string& worker);

    struct Awaited {
        Position position;
        std::string run;  // of the server that has the record; empty if unknown
        // Of workers that may be missing, because a list was lost.
        std::chrono::milliseconds blind_time;
    };
    /// Begins the log again. Returns false if that failed; `why` then says why.
    using BeginAgain = std::function<bool(std::string& why)>;

    /// Waits until every worker has read past the position, or has been silent for a second longer
    /// than it trusts its memory. This takes at most the longest of these times and a few seconds.
    /// If the list of workers, the epoch or the server's data was lost, it begins the log again,
    /// and also waits for workers that may be missing from the list. Returns the late workers, or
    /// one sentence that says why nothing is known about them.
    static std::vector<std::string> wait(RedisPool& redis, const Awaited& awaited,
                                         const BeginAgain& begin_again);
};

}  // namespace aspic
