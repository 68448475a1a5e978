#pragma once
// One connection to Redis, over hiredis. It belongs to one thread at a time.

#include <hiredis/hiredis.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/redis/redis_address.h>
#include <aspic/redis/redis_reply.h>

namespace aspic {

class RedisConnection {
public:
    /// Connects, authenticates and selects the database; if that fails, `error()` says why.
    RedisConnection(const RedisAddress& address, std::chrono::milliseconds timeout);

    bool usable() const { return error_.empty(); }
    /// Why this connection is not usable any more; empty if it is usable.
    const std::string& error() const { return error_; }
    /// True if the server has closed the connection. False if it only does not answer in time.
    bool has_ended() const { return has_ended_; }
    /// True if MULTI was allowed but EXEC was not: later commands would only be queued. Close the
    /// connection then.
    bool has_refused_exec() const { return has_refused_exec_; }
    /// True if every sent command was answered: the next reply is then that of the next command.
    bool is_settled() const { return unanswered_ == 0; }

    using Command = std::vector<std::string_view>;
    /// Sends one command and waits for its reply. Null if the connection broke. A reply may itself
    /// be an error (REDIS_REPLY_ERROR).
    RedisReply run(const Command& command);
    /// Sends all commands in one round trip. Returns the replies in their order; empty if the
    /// connection broke.
    std::vector<RedisReply> run_all(const std::vector<Command>& commands);

private:
    struct ContextDeleter {
        void operator()(redisContext* context) const { redisFree(context); }
    };
    bool send(std::span<const Command> commands);
    bool receive();
    RedisReply next_reply();
    void fail(std::string why, bool has_ended);
    void fail_by_errno();
    void note_transaction(const Command& command, const redisReply& reply);
    void run_or_fail(const Command& command);

    std::unique_ptr<redisContext, ContextDeleter> context_;
    std::string error_;
    std::size_t unanswered_ = 0;
    bool has_ended_ = false;
    bool is_in_transaction_ = false;
    bool has_refused_exec_ = false;
};

}  // namespace aspic
