#pragma once
// Which purge log Redis holds, and whether it is whole. Three keys belong together: the records
// (`aspic:purges`), the list of workers (`aspic:workers`, whose field "log" names the epoch) and
// `aspic:epoch`, which also names the run of the server. If one of them is gone or was replaced,
// purges may be lost. A process then begins the log again, with a record that purges everything.

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include <aspic/entries/position.h>
#include <aspic/purging/purge_epoch.h>
#include <aspic/redis/redis_connection.h>

namespace aspic {

/// Returns the "5f0c..." of "run_id:5f0c...\r\n" in the reply to INFO server; empty if it has none.
/// It is different for each server and each start.
std::string run_id_of(const std::string& info);

/// The time by Redis's clock, in milliseconds since 1970. If TIME is refused, the time by this
/// machine's clock.
std::uint64_t milliseconds_by(const redisReply& time);

struct PurgeLogState {
    std::string run;                  // of the server; empty if INFO is refused
    std::uint64_t milliseconds = 0;   // now
    std::string text;                 // of the epoch
    std::optional<PurgeEpoch> epoch;  // nothing if there is none, or if it is malformed
    std::string mark;                 // the epoch that the list of workers belongs to
    Position last;                    // of the records; zero if there are none

    /// True if nothing is missing. Without INFO, a restart of the server stays unknown.
    bool is_whole() const
    {
        return epoch && mark == epoch->name && last != Position{} &&
               (run.empty() || run == epoch->run);
    }

    /// Returns nothing if Redis cannot be asked; `why` then says why.
    static std::optional<PurgeLogState> read(RedisConnection& redis, const RedisAddress& address,
                                             std::string& why);
};

enum class Begun : std::uint8_t {
    done,
    overtaken,  // another process has begun it: read the state again
    failed,
};

struct NewLog {
    std::optional<Position> position;  // of its first record, if Redis's clock is behind
    bool follows_a_loss;
};

/// Begins the log again. `epoch` becomes the new value. `no_transactions` becomes true if Redis
/// does not allow transactions: the writes are then done one by one.
Begun begin_log(RedisConnection& redis, const RedisAddress& address, const PurgeLogState& before,
                const NewLog& wanted, std::atomic<bool>& no_transactions, std::string& epoch,
                std::string& why);

}  // namespace aspic
