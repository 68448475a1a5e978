#include <aspic/redis/redis_connection.h>

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/numbers.h>
#include <aspic/redis/redis_refusal.h>
#include <aspic/reporting/time_spent.h>

namespace aspic {

namespace {

// hiredis frees its buffer after a reply if it has more room than this. A page takes up to twice
// its size, and would otherwise have the buffer allocated again each time.
constexpr std::size_t most_kept_of_a_reply = std::size_t{128} << 10U;

void append_size(std::string& to, char kind, std::size_t size)
{
    to += kind;
    append_decimal(to, size);
    to += "\r\n";
}

// An array of bulk strings for each command, as the Redis protocol says. hiredis writes the same,
// but formats each size like printf, and copies the text twice more.
std::string wire_form(std::span<const RedisConnection::Command> commands)
{
    constexpr std::size_t around_a_word = 16;  // an estimate: sizes and line ends
    std::size_t size = 0;
    for (const RedisConnection::Command& command : commands) {
        for (const std::string_view word : command)
            size += word.size() + around_a_word;
    }
    std::string bytes;
    bytes.reserve(size);
    for (const RedisConnection::Command& command : commands) {
        append_size(bytes, '*', command.size());
        for (const std::string_view word : command) {
            append_size(bytes, '$', word.size());
            bytes.append(word).append("\r\n");
        }
    }
    return bytes;
}

}  // namespace

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
    context_->reader->maxbuf = most_kept_of_a_reply;
    make_own_replies(*context_->reader);
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

void RedisConnection::fail(std::string why, bool has_ended)
{
    error_ = std::move(why);
    has_ended_ = has_ended;
}

// If the server is only too slow, the connection has not ended, and the commands are not sent
// again.
void RedisConnection::fail_by_errno()
{
    const int error = errno;
    fail(errno_text(error), error != EAGAIN && error != EWOULDBLOCK);
}

bool RedisConnection::send(std::span<const Command> commands)
{
    const std::string bytes = wire_form(commands);
    unanswered_ += commands.size();
    for (std::string_view rest = bytes; !rest.empty();) {
        const ssize_t size = ::send(context_->fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (size >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(size));
        } else if (errno != EINTR) {
            fail_by_errno();
            return false;
        }
    }
    return true;
}

// hiredis itself reads 16 KB at a time. A page would take two calls, and its first part would be
// moved within the reader's buffer.
bool RedisConnection::receive()
{
    std::array<char, 65'536> piece;  // NOLINT(*-member-init): the call fills it
    ssize_t size = -1;
    do {
        size = ::recv(context_->fd, piece.data(), piece.size(), 0);
    } while (size < 0 && errno == EINTR);
    if (size < 0) fail_by_errno();
    if (size == 0) fail("Server closed the connection", true);
    if (size <= 0) return false;
    if (redisReaderFeed(context_->reader, piece.data(), static_cast<std::size_t>(size)) == REDIS_OK)
        return true;
    fail(context_->reader->errstr, false);
    return false;
}

RedisReply RedisConnection::next_reply()
{
    for (;;) {
        void* reply = nullptr;
        if (redisReaderGetReply(context_->reader, &reply) != REDIS_OK) {
            fail(context_->reader->errstr, false);
            return nullptr;
        }
        if (reply != nullptr) {
            --unanswered_;
            return RedisReply{static_cast<redisReply*>(reply)};
        }
        if (!receive()) return nullptr;
    }
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
    RedisReply reply = send({&command, 1}) ? next_reply() : nullptr;
    if (reply) note_transaction(command, *reply);
    return reply;
}

std::vector<RedisReply> RedisConnection::run_all(const std::vector<Command>& commands)
{
    const TimeIn in_redis{TimePart::redis};
    std::vector<RedisReply> replies;
    if (!usable() || !send(commands)) return replies;
    replies.reserve(commands.size());
    for (std::size_t i = 0; i < commands.size() && usable(); ++i) {
        replies.push_back(next_reply());
        if (replies.back()) note_transaction(commands[i], *replies.back());
    }
    if (!usable()) replies.clear();
    return replies;
}

}  // namespace aspic
