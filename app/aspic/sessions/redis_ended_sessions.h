#pragma once
// The list of ended sessions in Redis: one stream, `aspic:ended-sessions`. A sign-out adds one
// entry to it; a thread in every worker follows it with a blocking read. The worker that handles a
// sign-out knows it before it sends its answer; all others know it a few milliseconds later.
//
// If Redis fails:
// - Redis cannot be reached: sessions continue. Each worker knows what it knew before, and the
//   sessions that end in it; it writes these to Redis when Redis is back.
// - Redis has lost the stream, or comes back with an older one: each worker writes the entries that
//   it remembers again.
// - A worker ends: its list is also in the data directory (ended_sessions_file.h). The next worker
//   reads it, and writes to Redis the entries that Redis lacks.
//
// The stream has no TTL, so a `volatile-*` eviction policy does not remove it. Entries older than
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

    /// Reads the whole list before it returns. If Redis cannot be used, or does not return the list
    /// within two seconds, the log says so, and the thread keeps trying. If `file` is empty, the
    /// list is not kept on disk.
    RedisEndedSessions(RedisAddress address, std::chrono::milliseconds timeout,
                       std::chrono::seconds retention, const std::filesystem::path& file = {});
    ~RedisEndedSessions() override;

    /// Waits for Redis at most for the timeout, and not at all if Redis is known to be unavailable.
    void end(const SessionEnd& ended, Time now) override;

private:
    using Clock = std::chrono::steady_clock;

    void follow();
    bool synchronise(RedisConnection& redis);
    bool has_last_entry(RedisConnection& redis) const;
    bool read_news(RedisConnection& redis);
    bool add(RedisConnection& redis, const SessionEnd& ended);
    void note_failure(const std::string& why);
    void note_success();
    bool is_stopping();

    const RedisAddress address_;
    const std::chrono::milliseconds timeout_;
    const std::chrono::seconds retention_;

    // The length of the stream when it was last read. If it gets shorter, entries were lost or
    // trimmed.
    std::atomic<std::int64_t> length_{0};
    // Redis may lack entries that this process remembers.
    std::atomic<bool> must_synchronise_{true};

    // The id of the last entry that was read. Used only by the follower.
    std::string read_to_;
    std::string last_entry_;  // the name of the entry there

    std::mutex writing_;  // guards the two members below
    std::optional<RedisConnection> writer_;
    Clock::time_point no_writer_before_{};

    std::mutex mutex_;  // guards the members below
    std::condition_variable changed_;
    bool is_complete_ = false;  // the list has been read once
    bool is_failing_ = false;
    bool stopping_ = false;

    std::thread follower_;
};

}  // namespace aspic
