#pragma once
// Which purge log Redis holds, and whether it is whole. Three keys belong together: the records
// (`aspic:purges`), the list of workers (`aspic:workers`, whose field "log" names the epoch) and
// `aspic:epoch`, which also names the run of the server. If one of them is gone or has been replaced,
// purges may be lost, and the log is begun again with a record that purges everything.

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include <aspic/entries/position.h>
#include <aspic/purging/purge_epoch.h>
#include <aspic/redis/redis_connection.h>

namespace aspic {

/// "run_id:5f0c...\r\n" within the answer to INFO server: it changes whenever the server is started,
/// and with the server.
std::string run_id_of(const std::string& info);

/// The time by Redis's clock, in milliseconds since 1970; by this machine's if TIME is refused.
std::uint64_t milliseconds_by(const redisReply& time);

struct PurgeLogState {
    std::string run;                  // of the server; empty where INFO is refused
    std::uint64_t milliseconds = 0;   // now
    std::string text;                 // of the epoch
    std::optional<PurgeEpoch> epoch;  // nothing where there is none, or nonsense
    std::string mark;                 // the epoch that the list of workers belongs to
    Position last;                    // of the records; zero where there are none

    /// Nothing is missing. Without INFO nobody knows whether the server was restarted.
    bool is_whole() const
    {
        return epoch && mark == epoch->name && last != Position{} &&
               (run.empty() || run == epoch->run);
    }

    /// Nothing where Redis cannot be asked; `why` says why.
    static std::optional<PurgeLogState> read(RedisConnection& redis, const RedisAddress& address,
                                             std::string& why);
};

enum class Begun : std::uint8_t {
    done,
    overtaken,  // somebody else has done so: read the state again
    failed,
};

struct NewLog {
    std::optional<Position> position;  // of its first record, where Redis's clock is behind
    bool follows_a_loss;
};

/// Begins the log again. `epoch` becomes the new value. `no_transactions` becomes true if Redis does
/// not allow transactions: the writes are then done one by one.
Begun begin_log(RedisConnection& redis, const RedisAddress& address, const PurgeLogState& before,
                const NewLog& wanted, std::atomic<bool>& no_transactions, std::string& epoch,
                std::string& why);

}  // namespace aspic
