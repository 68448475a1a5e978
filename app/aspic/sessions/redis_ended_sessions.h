#pragma once
// The list of ended sessions on Redis: one stream, `aspic:ended-sessions`, to which a sign-out adds
// one entry, and a thread in every worker that follows it with a blocking read. A sign-out is in
// effect in the worker that handles it before its answer is sent, and in all others a few
// milliseconds later.
//
// What holds if Redis fails:
// - Redis cannot be reached: sessions go on. Each worker knows what it knew, and what is ended there;
//   it writes that to Redis when Redis is back.
// - Redis has lost the stream, or comes back with an older one: each worker that remembers entries
//   writes them again.
// - A worker ends: its list is in the data directory too (ended_sessions_file.h). The next worker
//   there reads it, and writes to Redis what Redis lacks.
//
// The stream has no TTL, so a `volatile-*` eviction policy leaves it alone. Entries older than
// `retention` are trimmed.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <aspic/redis/redis_connection.h>
#include <aspic/sessions/ended_sessions.h>

namespace aspic {

class RedisEndedSessions : public EndedSessions {
public:
    static constexpr const char* stream = "aspic:ended-sessions";

    /// Reads the whole list before it returns. If Redis cannot be used, or does not give the list
    /// within two seconds, the constructor says so in the log, and the thread goes on trying.
    /// An empty `file`: the list is not on disk.
    RedisEndedSessions(RedisAddress address, std::chrono::milliseconds timeout,
                       std::chrono::seconds retention, const std::filesystem::path& file = {});
    ~RedisEndedSessions() override;

    /// Waits for Redis for the timeout at most, and not at all while Redis is known to be gone.
    void end(const SessionEnd& ended, Time now) override;

private:
    using Clock = std::chrono::steady_clock;

    void follow();
    bool synchronise(RedisConnection& redis);
    bool read_news(RedisConnection& redis);
    bool add(RedisConnection& redis, const SessionEnd& ended);
    void note_failure(const std::string& why);
    void note_success();
    bool is_stopping();

    const RedisAddress address_;
    const std::chrono::milliseconds timeout_;
    const std::chrono::seconds retention_;

    // How many entries the stream has had at the last look: if there are fewer, some are lost or
    // trimmed.
    std::atomic<std::int64_t> length_{0};
    // Redis may lack entries that this process remembers.
    std::atomic<bool> must_synchronise_{true};

    std::string read_to_;  // the follower's alone: the id of the last entry that was read

    std::mutex writing_;  // guards the two below
    std::optional<RedisConnection> writer_;
    Clock::time_point no_writer_before_{};

    std::mutex mutex_;  // guards what is below
    std::condition_variable changed_;
    bool is_complete_ = false;  // the list has been read once
    bool is_failing_ = false;
    bool stopping_ = false;

    std::thread follower_;
};

}  // namespace aspic
