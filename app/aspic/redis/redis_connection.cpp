#include <aspic/redis/redis_connection.h>

#include <cerrno>
#include <cstdlib>

#include <aspic/redis/redis_refusal.h>
#include <aspic/reporting/time_spent.h>

namespace aspic {

std::string text_of(const redisReply& reply)
{
    const bool is_text = reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS ||
                         reply.type == REDIS_REPLY_ERROR;
    return is_text ? std::string{reply.str, reply.len} : std::string{};
}

std::uint64_t milliseconds_of_time(const redisReply& reply)
{
    if (reply.type != REDIS_REPLY_ARRAY || reply.elements != 2) return 0;
    return std::strtoull(reply.element[0]->str, nullptr, 10) * 1000 +
           std::strtoull(reply.element[1]->str, nullptr, 10) / 1000;
}

RedisConnection::RedisConnection(const RedisAddress& address, std::chrono::milliseconds timeout)
{
    timeval limit{};
    limit.tv_sec = timeout.count() / 1000;
    limit.tv_usec = timeout.count() % 1000 * 1000;
    context_.reset(address.socket.empty()
                       ? redisConnectWithTimeout(address.host.c_str(), address.port, limit)
                       : redisConnectUnixWithTimeout(address.socket.c_str(), limit));
    if (!context_ || context_->err != 0) {
        error_ = context_ ? context_->errstr : "out of memory";
        return;
    }
    redisSetTimeout(context_.get(), limit);
    if (!address.password.empty()) {
        if (address.user.empty()) {
            run_or_fail({"AUTH", address.password});
        } else {
            run_or_fail({"AUTH", address.user, address.password});
        }
    }
    if (address.database != 0) run_or_fail({"SELECT", std::to_string(address.database)});
}

void RedisConnection::run_or_fail(const Command& command)
{
    if (!usable()) return;
    const RedisReply reply = run(command);
    if (reply && reply->type == REDIS_REPLY_ERROR)
        error_ = std::string{command.front()} + ": " + reply->str;
}

bool RedisConnection::append(const Command& command)
{
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const std::string_view part : command) {
        texts.push_back(part.data());
        sizes.push_back(part.size());
    }
    const bool is_appended = redisAppendCommandArgv(context_.get(), static_cast<int>(texts.size()),
                                                    texts.data(), sizes.data()) == REDIS_OK;
    if (is_appended) ++unanswered_;
    return is_appended;
}

RedisReply RedisConnection::next_reply()
{
    void* reply = nullptr;
    if (redisGetReply(context_.get(), &reply) != REDIS_OK) {
        error_ = context_->errstr[0] != '\0' ? context_->errstr : "connection lost";
        // If the server is only too slow, the connection has not ended, and the commands are not
        // sent again.
        has_ended_ = context_->err == REDIS_ERR_EOF ||
                     (context_->err == REDIS_ERR_IO && errno != EAGAIN && errno != EWOULDBLOCK);
        return nullptr;
    }
    --unanswered_;
    return RedisReply{static_cast<redisReply*>(reply)};
}

void RedisConnection::note_transaction(const Command& command, const redisReply& reply)
{
    if (command.front() == "MULTI") is_in_transaction_ = reply.type == REDIS_REPLY_STATUS;
    if (command.front() != "EXEC") return;
    if (is_in_transaction_ && is_refused(reply)) has_refused_exec_ = true;
    is_in_transaction_ = false;
}

RedisReply RedisConnection::run(const Command& command)
{
    const TimeIn in_redis{TimePart::redis};
    if (!usable()) return nullptr;
    if (!append(command)) {
        error_ = "out of memory";
        return nullptr;
    }
    RedisReply reply = next_reply();
    if (reply) note_transaction(command, *reply);
    return reply;
}

std::vector<RedisReply> RedisConnection::run_all(const std::vector<Command>& commands)
{
    const TimeIn in_redis{TimePart::redis};
    std::vector<RedisReply> replies;
    if (!usable()) return replies;
    for (const Command& command : commands) {
        if (!append(command)) error_ = "out of memory";
    }
    for (std::size_t i = 0; i < commands.size() && usable(); ++i) {
        replies.push_back(next_reply());
        if (replies.back()) note_transaction(commands[i], *replies.back());
    }
    if (!usable()) replies.clear();
    return replies;
}

}  // namespace aspic
