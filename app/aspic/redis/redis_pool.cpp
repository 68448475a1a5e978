#include <aspic/redis/redis_pool.h>

#include <utility>

#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr auto pause_after_failure = std::chrono::seconds{1};

}  // namespace

RedisPool::Slot::Slot(RedisPool& pool, std::unique_ptr<RedisConnection> idle)
    : connection{std::move(idle)}, pool_{&pool}
{
}

RedisPool::Slot::Slot(Slot&& other) noexcept
    : connection{std::move(other.connection)}, pool_{std::exchange(other.pool_, nullptr)}
{
}

RedisPool::Slot::~Slot()
{
    if (pool_ != nullptr) pool_->give_back(std::move(connection));
}

RedisPool::RedisPool(RedisAddress address, std::chrono::milliseconds timeout)
    : address_{std::move(address)}, timeout_{timeout}
{
    idle_.reserve(most_connections);  // so that give_back never throws
}

std::optional<RedisPool::Slot> RedisPool::borrow()
{
    std::unique_lock lock{mutex_};
    if (!returned_.wait_for(lock, timeout_, [this] { return in_use_ < most_connections; }))
        return {};
    std::unique_ptr<RedisConnection> connection;
    if (!idle_.empty()) {
        connection = std::move(idle_.back());
        idle_.pop_back();
    }
    ++in_use_;
    return Slot{*this, std::move(connection)};
}

void RedisPool::give_back(std::unique_ptr<RedisConnection> connection) noexcept
{
    const bool is_whole = connection && connection->usable() && connection->is_settled() &&
                          !connection->has_refused_exec();
    {
        const std::lock_guard lock{mutex_};
        --in_use_;
        if (is_whole) idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
}

std::unique_ptr<RedisConnection> RedisPool::open()
{
    {
        const std::lock_guard lock{mutex_};
        if (Clock::now() < closed_until_) return nullptr;
        // One thread checks if Redis is back; the others do not wait for its result.
        if (failing_) closed_until_ = Clock::now() + timeout_;
    }
    return std::make_unique<RedisConnection>(address_, timeout_);
}

std::vector<RedisReply> RedisPool::run_all(const std::vector<RedisConnection::Command>& commands)
{
    auto slot = borrow();
    if (!slot) return {};
    std::vector<RedisReply> replies;
    if (slot->connection) {
        replies = slot->connection->run_all(commands);
        if (slot->connection->has_ended()) {
            forget_idle();  // those have ended too
            slot->connection.reset();
        }
    }
    if (!slot->connection) {
        slot->connection = open();
        if (!slot->connection) return {};
        replies = slot->connection->run_all(commands);
    }
    if (slot->connection->usable()) {
        note_success();
    } else {
        note_failure(slot->connection->error());
    }
    return replies;
}

RedisReply RedisPool::run(RedisConnection::Command command)
{
    auto replies = run_all({std::move(command)});
    return replies.empty() ? nullptr : std::move(replies.front());
}

void RedisPool::forget_idle()
{
    const std::lock_guard lock{mutex_};
    idle_.clear();
}

void RedisPool::note_success()
{
    {
        const std::lock_guard lock{mutex_};
        if (!std::exchange(failing_, false)) return;
        closed_until_ = {};
    }
    log(LogLevel::info, "redis is back", {{"redis", address_.to_text()}});
}

void RedisPool::note_failure(const std::string& why)
{
    {
        const std::lock_guard lock{mutex_};
        idle_.clear();
        closed_until_ = Clock::now() + pause_after_failure;
        if (std::exchange(failing_, true)) return;
    }
    log(LogLevel::warning, "redis cannot be used; it is tried again every second",
        {{"redis", address_.to_text()}, {"why", why}});
}

}  // namespace aspic
