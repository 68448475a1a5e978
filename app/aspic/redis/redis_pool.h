#pragma once
// A few connections to one Redis for many threads. Any thread.
//
// A thread that finds all connections in use waits for one, at most for the timeout: so many
// visitors do not open many connections, which would overflow the backlog of the server's socket.
// After a failure, no thread tries again for a short time, so no request waits for a dead server.
// One log line says when a failure begins, and one when it ends.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <aspic/redis/redis_connection.h>

namespace aspic {

class RedisPool {
public:
    RedisPool(RedisAddress address, std::chrono::milliseconds timeout);
    RedisPool(const RedisPool&) = delete;
    RedisPool& operator=(const RedisPool&) = delete;
    ~RedisPool() = default;

    /// Sends all commands in one round trip, and returns the replies; empty if Redis cannot be
    /// reached. If an idle connection has ended (Redis was restarted), the commands are sent once
    /// more on a new one. REQUIRES: they may be carried out twice.
    std::vector<RedisReply> run_all(const std::vector<RedisConnection::Command>& commands);
    /// The same for one command; null if Redis cannot be reached.
    RedisReply run(RedisConnection::Command command);

    const RedisAddress& address() const { return address_; }
    std::chrono::milliseconds timeout() const { return timeout_; }

    // More connections would only wait in Redis's own queue; a thousand at once overflow it.
    static constexpr std::size_t most_connections = 16;

    /// The right to use one connection. The destructor gives it back. The connection is kept for
    /// the next thread only if all its commands were answered: an exception between a command and
    /// its reply ends it. One thread; the pool must outlive it.
    class Slot {
    public:
        Slot(Slot&& other) noexcept;
        Slot& operator=(Slot&&) = delete;
        ~Slot();

        /// An idle connection, or null: the slot then gives the right to open one.
        std::unique_ptr<RedisConnection> connection;

    private:
        friend class RedisPool;
        Slot(RedisPool& pool, std::unique_ptr<RedisConnection> idle);
        RedisPool* pool_;  // null if another Slot has taken it over
    };
    /// Waits for a connection. Returns nothing if all are in use for longer than the timeout.
    std::optional<Slot> borrow();

private:
    using Clock = std::chrono::steady_clock;
    std::unique_ptr<RedisConnection> open();
    void give_back(std::unique_ptr<RedisConnection> connection) noexcept;
    void forget_idle();
    void note_success();
    void note_failure(const std::string& why);

    const RedisAddress address_;
    const std::chrono::milliseconds timeout_;
    std::mutex mutex_;  // guards what is below
    std::condition_variable returned_;
    std::vector<std::unique_ptr<RedisConnection>> idle_;
    std::size_t in_use_ = 0;
    Clock::time_point closed_until_{};  // no attempt before this
    bool failing_ = false;
};

}  // namespace aspic
