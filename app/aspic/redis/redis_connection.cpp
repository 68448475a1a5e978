#include <aspic/redis/redis_connection.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <utility>

#include <aspic/http/percent.h>
#include <aspic/redis/redis_refusal.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr auto pause_after_failure = std::chrono::seconds{1};

bool parse_int(std::string_view text, int least, int most, int& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= least &&
           value <= most;
}

std::optional<RedisAddress> parse_socket(std::string_view text)
{
    RedisAddress address;
    const std::size_t query = text.find("?db=");
    address.socket = text.substr(0, query);
    if (address.socket.empty()) return {};
    if (query != std::string_view::npos &&
        !parse_int(text.substr(query + 4), 0, 1'000'000, address.database))
        return {};
    return address;
}

bool parse_user(std::string_view text, RedisAddress& address)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    const auto user = percent_decode(text.substr(0, colon));
    const auto password = percent_decode(text.substr(colon + 1));
    if (!user || !password) return false;
    address.user = *user;
    address.password = *password;
    return true;
}

}  // namespace

std::optional<RedisAddress> RedisAddress::parse(std::string_view text)
{
    if (text.starts_with("unix:")) return parse_socket(text.substr(5));
    constexpr std::string_view scheme = "redis://";
    if (!text.starts_with(scheme)) return {};
    text.remove_prefix(scheme.size());
    RedisAddress address;
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        if (!parse_user(text.substr(0, at), address)) return {};
        text.remove_prefix(at + 1);
    }
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const std::string_view database = text.substr(slash + 1);
        if (!database.empty() && !parse_int(database, 0, 1'000'000, address.database)) return {};
        text = text.substr(0, slash);
    }
    std::string_view host = text;
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return {};
        host = text.substr(1, close - 1);
        if (close + 1 < text.size() && text[close + 1] != ':') return {};
        port = text.substr(std::min(close + 2, text.size()));
    } else if (const std::size_t colon = text.rfind(':'); colon != std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
    }
    if (host.empty() || (!port.empty() && !parse_int(port, 1, 65535, address.port))) return {};
    address.host = host;
    return address;
}

std::string RedisAddress::to_text() const
{
    const std::string number = database == 0 ? "" : std::to_string(database);
    if (!socket.empty()) return "unix:" + socket + (number.empty() ? "" : "?db=" + number);
    const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
    return "redis://" + (user.empty() ? "" : user + "@") + name + ":" + std::to_string(port) +
           (number.empty() ? "" : "/" + number);
}

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
    return redisAppendCommandArgv(context_.get(), static_cast<int>(texts.size()), texts.data(),
                                  sizes.data()) == REDIS_OK;
}

RedisReply RedisConnection::next_reply()
{
    void* reply = nullptr;
    if (redisGetReply(context_.get(), &reply) != REDIS_OK) {
        error_ = context_->errstr[0] != '\0' ? context_->errstr : "connection lost";
        // A server that is too slow has not ended the connection, and is not asked again at once.
        has_ended_ = context_->err == REDIS_ERR_EOF ||
                     (context_->err == REDIS_ERR_IO && errno != EAGAIN && errno != EWOULDBLOCK);
        return nullptr;
    }
    return RedisReply{static_cast<redisReply*>(reply)};
}

RedisReply RedisConnection::run(const Command& command)
{
    if (!usable()) return nullptr;
    if (!append(command)) {
        error_ = "out of memory";
        return nullptr;
    }
    return next_reply();
}

std::vector<RedisReply> RedisConnection::run_all(const std::vector<Command>& commands)
{
    std::vector<RedisReply> replies;
    if (!usable()) return replies;
    for (const Command& command : commands) {
        if (!append(command)) error_ = "out of memory";
    }
    for (std::size_t i = 0; i < commands.size() && usable(); ++i) {
        replies.push_back(next_reply());
        if (replies.back() && commands[i].front() == "EXEC" && is_refused(*replies.back()) &&
            replies[0]->type == REDIS_REPLY_STATUS) {
            has_refused_exec_ = true;
        }
    }
    if (!usable()) replies.clear();
    return replies;
}

RedisPool::RedisPool(RedisAddress address, std::chrono::milliseconds timeout)
    : address_{std::move(address)}, timeout_{timeout}
{
}

std::optional<std::unique_ptr<RedisConnection>> RedisPool::borrow()
{
    std::unique_lock lock{mutex_};
    if (!returned_.wait_for(lock, timeout_, [this] { return in_use_ < most_connections; }))
        return {};
    ++in_use_;
    if (idle_.empty()) return nullptr;
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

std::unique_ptr<RedisConnection> RedisPool::open()
{
    {
        const std::lock_guard lock{mutex_};
        if (Clock::now() < closed_until_) return nullptr;
        // One tries whether Redis is back; the others need not wait for what it finds.
        if (failing_) closed_until_ = Clock::now() + timeout_;
    }
    auto connection = std::make_unique<RedisConnection>(address_, timeout_);
    if (!connection->usable()) {
        note_failure(connection->error());
        return nullptr;
    }
    return connection;
}

void RedisPool::give_back(std::unique_ptr<RedisConnection> connection)
{
    bool is_back = false;
    {
        const std::lock_guard lock{mutex_};
        --in_use_;
        if (connection && connection->usable()) {
            is_back = std::exchange(failing_, false);
            if (is_back) closed_until_ = {};
            if (!connection->has_refused_exec()) idle_.push_back(std::move(connection));
        }
    }
    returned_.notify_one();
    if (is_back) log(LogLevel::info, "redis is back", {{"redis", address_.to_text()}});
}

std::vector<RedisReply> RedisPool::run_all(const std::vector<RedisConnection::Command>& commands)
{
    auto borrowed = borrow();
    if (!borrowed) return {};
    std::unique_ptr<RedisConnection> connection = std::move(*borrowed);
    std::vector<RedisReply> replies;
    const bool was_idle = connection != nullptr;
    if (was_idle) replies = connection->run_all(commands);
    if (was_idle && connection->has_ended()) {
        const std::lock_guard lock{mutex_};
        idle_.clear();  // those have ended with it
        connection.reset();
    }
    if (!connection) {
        connection = open();
        if (connection) replies = connection->run_all(commands);
    }
    if (connection && !connection->usable()) note_failure(connection->error());
    give_back(std::move(connection));
    return replies;
}

RedisReply RedisPool::run(RedisConnection::Command command)
{
    auto replies = run_all({std::move(command)});
    return replies.empty() ? nullptr : std::move(replies.front());
}

void RedisPool::note_failure(const std::string& why)
{
    const std::lock_guard lock{mutex_};
    idle_.clear();
    closed_until_ = Clock::now() + pause_after_failure;
    if (std::exchange(failing_, true)) return;
    log(LogLevel::warning, "redis cannot be used; pages are rendered for each request until it can",
        {{"redis", address_.to_text()}, {"why", why}});
}

}  // namespace aspic
