#pragma once
// One connection to Redis over hiredis, and a pool of them. A connection belongs to one thread at a
// time; the pool to any.

#include <hiredis/hiredis.h>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

/// Where Redis is: "unix:/run/redis.sock" or "redis://[user:password@]host[:port][/database]"; also
/// "unix:/path?db=2".
struct RedisAddress {
    std::string socket;  // empty: TCP
    std::string host;
    int port = 6379;
    std::string user;
    std::string password;
    int database = 0;

    /// Nothing where the text is neither form.
    static std::optional<RedisAddress> parse(std::string_view text);
    /// Without the password.
    std::string to_text() const;
};

struct RedisReplyDeleter {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using RedisReply = std::unique_ptr<redisReply, RedisReplyDeleter>;

class RedisConnection {
public:
    /// Connects, authenticates and selects the database; `error()` says where it did not.
    RedisConnection(const RedisAddress& address, std::chrono::milliseconds timeout);

    bool usable() const { return error_.empty(); }
    /// Why this connection is of no use any more; empty while it is.
    const std::string& error() const { return error_; }

    using Command = std::vector<std::string_view>;
    /// Null where the connection broke. A reply may itself be an error (REDIS_REPLY_ERROR).
    RedisReply run(const Command& command);
    /// All commands in one round trip; the replies in their order, empty where the connection
    /// broke.
    std::vector<RedisReply> run_all(const std::vector<Command>& commands);

private:
    struct ContextDeleter {
        void operator()(redisContext* context) const { redisFree(context); }
    };
    bool append(const Command& command);
    RedisReply next_reply();
    void run_or_fail(const Command& command);

    std::unique_ptr<redisContext, ContextDeleter> context_;
    std::string error_;
};

/// Connections that are open and idle. After a failure nobody tries again for a short while, so
/// that no request waits on a dead server; what goes wrong is logged when it begins and when it
/// ends.
class RedisPool {
public:
    RedisPool(RedisAddress address, std::chrono::milliseconds timeout);

    /// Takes a connection for the life of the lease; not usable where Redis cannot be reached.
    class Lease {
    public:
        Lease(RedisPool& pool, std::unique_ptr<RedisConnection> connection)
            : pool_{pool}, connection_{std::move(connection)}
        {
        }
        ~Lease() { pool_.give_back(std::move(connection_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        explicit operator bool() const { return connection_ != nullptr; }
        RedisConnection* operator->() { return connection_.get(); }

    private:
        RedisPool& pool_;
        std::unique_ptr<RedisConnection> connection_;
    };
    Lease take();

    const RedisAddress& address() const { return address_; }

private:
    using Clock = std::chrono::steady_clock;
    void give_back(std::unique_ptr<RedisConnection> connection);
    void note_failure(const std::string& why);
    void note_success();

    const RedisAddress address_;
    const std::chrono::milliseconds timeout_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<RedisConnection>> idle_;
    Clock::time_point closed_until_{};  // no attempt before this
    bool failing_ = false;
};

}  // namespace aspic
