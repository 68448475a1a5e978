#pragma once
// The workers that follow the purge log, and how far each has read it: the hash `aspic:workers`. A
// purge waits for the workers in it. Any thread, each with a connection of its own or from the pool.

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
    /// "HOST/BOOT/PIDS PID RANDOM": this process, where it can be looked for, and a name that
    /// nobody else has.
    static std::string this_worker();

    struct Report {
        std::string worker;
        Position position;
        std::string line;   // for `stats`
        std::string epoch;  // of the log that was read
        std::chrono::milliseconds
            blind_time;  // how long it trusts its memory without another report
        bool is_known;   // it must be in the list already: otherwise nobody has waited for it
    };
    /// Writes the report into the list, with Redis's own time. Returns false, and says `why`, if that
    /// failed, if the log is gone or is another one, or if the worker should be in the list and is not.
    static bool write(RedisConnection& redis, const Report& report, std::string& why);
    static void remove(RedisConnection& redis, const std::string& worker);

    struct Awaited {
        Position position;
        std::string run;  // of the server that has the record; empty where it is not known
        std::chrono::milliseconds blind_time;  // of workers that are not on a list that was lost
    };
    /// Begins the log again; returns false, and says `why`, if that failed.
    using BeginAgain = std::function<bool(std::string& why)>;

    /// Waits until every worker has read past the position, or has been silent for a second longer than
    /// it trusts its memory; at most for the longest of these times and a few seconds. If the list of
    /// workers, the epoch or the server's data has been lost, the log is begun again, and workers that
    /// may not be in the list are waited for as well. Returns the late workers, or one sentence that
    /// says why nothing is known of them.
    static std::vector<std::string> wait(RedisPool& redis, const Awaited& awaited,
                                         const BeginAgain& begin_again);
};

}  // namespace aspic
