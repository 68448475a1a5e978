#pragma once
// The purge log on Redis: one stream, `aspic:purges`, to which a purge adds one record, and in
// every worker a thread that follows it with a blocking read.
//
// The promise: after purge() has returned complete, no process serves the old page. Each worker
// writes into the hash `aspic:workers` how far it has read, and when (by Redis's clock). A worker
// measures the time since its last report began. If that is longer than `blind_time`, it serves
// nothing from memory. purge() waits until every worker has read past its record, or has been
// silent for a second longer than `blind_time`.
//
// A worker that lost Redis continues to read at its position. If the log is another one, or ends
// before that position (purge_log_state.h), records may be lost: all older pages count as purged,
// and the worker trusts nothing until it has read the log again.
//
// A purge that cannot be written waits (waiting_purges.h), on disk if there is a directory for it.
// A worker writes all waiting purges, including those that other processes left on disk, before it
// trusts any page.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <aspic/purging/purge_log.h>
#include <aspic/purging/waiting_purges.h>
#include <aspic/redis/redis_pool.h>

namespace aspic {

struct PurgeLogSettings {
    std::chrono::seconds grace{60};                // of a soft purge
    std::chrono::milliseconds blind_time{10'000};  // how long memory is trusted without the log
    // No page lives longer, so older records do not matter.
    std::chrono::seconds retention{30 * 86'400};
    std::chrono::milliseconds redis_timeout{500};
    std::string version{};                 // of this worker's pages; other processes can read it
    std::filesystem::path spool{};         // directory of purges that wait for Redis; empty: none
    std::shared_ptr<PageCopies> copies{};  // of this process; null: none
};

class RedisPurgeLog : public PurgeLog {
public:
    enum class Role : std::uint8_t {
        // Serves pages. It follows the log, and purges wait for it.
        worker,
        // A command line program that looks at pages or stores them, but answers no requests. It
        // follows the log, and purges do not wait for it.
        onlooker,
        // A command line program that only purges, and whose user sees the outcome.
        bystander,
        // A command of the site. A purge that it cannot write waits on disk for a worker.
        command,
    };

    /// A worker or onlooker tries to read the log to its end before this returns; if Redis cannot
    /// be reached, it keeps trying.
    RedisPurgeLog(RedisAddress address, PurgeLogSettings settings, Role role);
    ~RedisPurgeLog() override;

    PurgeOutcome purge(const Purge& purge) override;
    bool is_current() const override;
    bool is_lost() const override { return lost_.load(std::memory_order_relaxed); }
    const PurgeIndex& index() const override { return index_; }
    void tell_others(const std::function<std::string()>& line) override;
    std::chrono::milliseconds copies_current_for() const override;
    std::string worker() const override { return worker_; }
    void forget_ended(const std::string& worker) override;

private:
    using Boottime = std::chrono::nanoseconds;
    static Boottime now();

    void follow();
    bool is_stopping();
    bool catch_up(RedisConnection& redis);
    void note_following();
    void note_lost(const RedisConnection& redis);
    bool check_log(RedisConnection& redis);
    void read_again();
    bool read_log(RedisConnection& redis, bool wait_for_news);
    RedisReply read_records(RedisConnection& redis, bool wait_for_news);
    bool write_waiting(RedisConnection& redis);
    void find_others_waiting();
    void remove_copies(const Purge& purge) const;
    static bool is_failure(const RedisReply& reply, std::string& why);
    bool append(RedisConnection& redis, const Purge& purge);
    void write_waiting_at_the_end();
    PurgeOutcome keep_for_later(const Purge& purge, const std::string& why);
    static void tell_of_late(const std::vector<std::string>& late, const Purge& purge);
    bool begin_after_loss(std::string& why);
    /// If `began` is zero, the report only makes this worker visible.
    bool report(RedisConnection& redis, Boottime began);

    const RedisAddress address_;
    const PurgeLogSettings settings_;
    const Role role_;
    const std::string worker_;
    RedisPool pool_;
    PurgeIndex index_;
    // When the last report that arrived began, in ns of boot time; 0: never.
    std::atomic<std::int64_t> reported_{0};
    // The same of the last report that said that this process keeps copies.
    std::atomic<std::int64_t> reported_copies_{0};
    std::atomic<bool> lost_{true};
    std::atomic<bool> no_transactions_{false};  // Redis does not allow them
    std::atomic<bool> old_redis_{false};        // XADD knows no NOMKSTREAM and no MINID
    WaitingPurges waiting_;

    // Only the follower thread uses these.
    Position read_to_;
    std::string epoch_;
    bool has_checked_ = false;  // the log, on this connection
    bool no_xread_ = false;     // Redis does not allow it
    std::string why_;           // the last thing that went wrong

    std::mutex mutex_;  // guards what is below
    std::condition_variable changed_;
    std::function<std::string()> line_;
    bool has_tried_ = false;
    bool stopping_ = false;

    std::thread follower_;
};

}  // namespace aspic
