#pragma once
// One connection to Redis over hiredis, and a pool of them. A connection belongs to one thread at a
// time; the pool to any.

#include <hiredis/hiredis.h>

#include <chrono>
#include <condition_variable>
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

/// The text of a string, status or error reply; empty for others.
std::string text_of(const redisReply& reply);

/// The answer to TIME, in milliseconds since 1970; 0 for another reply.
std::uint64_t milliseconds_of_time(const redisReply& reply);

class RedisConnection {
public:
    /// Connects, authenticates and selects the database; `error()` says where it did not.
    RedisConnection(const RedisAddress& address, std::chrono::milliseconds timeout);

    bool usable() const { return error_.empty(); }
    /// Why this connection is of no use any more; empty while it is.
    const std::string& error() const { return error_; }
    /// The server's end of the connection is closed, as opposed to a server that does not answer in
    /// time.
    bool has_ended() const { return has_ended_; }
    /// MULTI was allowed, and EXEC was not: all that is sent now would only be queued. Let it go.
    bool has_refused_exec() const { return has_refused_exec_; }

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
    bool has_ended_ = false;
    bool has_refused_exec_ = false;
};

/// A few connections for many threads. Who finds all of them in use waits for one, at most for the
/// timeout: a herd of visitors is no herd of connections, which would overrun the backlog of the
/// server's socket. After a failure nobody tries again for a short while, so that no request waits
/// on a dead server; what goes wrong is logged when it begins and when it ends.
class RedisPool {
public:
    RedisPool(RedisAddress address, std::chrono::milliseconds timeout);

    /// The replies to all commands, sent in one round trip; empty where Redis cannot be reached. A
    /// connection that lay idle may turn out to have ended meanwhile (Redis was restarted): the
    /// commands are then sent once more on a new one. So they must be such as may be carried out
    /// twice.
    std::vector<RedisReply> run_all(const std::vector<RedisConnection::Command>& commands);
    /// The same for one command; null where Redis cannot be reached.
    RedisReply run(RedisConnection::Command command);

    const RedisAddress& address() const { return address_; }
    std::chrono::milliseconds timeout() const { return timeout_; }

private:
    using Clock = std::chrono::steady_clock;
    /// An idle connection, or a null one and the right to open another; nothing where all are in use for too long.
    std::optional<std::unique_ptr<RedisConnection>> borrow();
    std::unique_ptr<RedisConnection> open();
    void give_back(std::unique_ptr<RedisConnection> connection);
    void note_failure(const std::string& why);

    const RedisAddress address_;
    const std::chrono::milliseconds timeout_;
    // More would only wait in Redis's own queue; a thousand threads that connect at once overflow it.
    static constexpr std::size_t most_connections = 16;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<RedisConnection>> idle_;
    std::size_t in_use_ = 0;
    Clock::time_point closed_until_{};  // no attempt before this
    bool failing_ = false;
};

}  // namespace aspic
