#include <aspic/purging/redis_purge_log.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include <aspic/purging/purge_log_state.h>
#include <aspic/purging/purge_record.h>
#include <aspic/purging/worker_list.h>
#include <aspic/redis/redis_refusal.h>
#include <aspic/reporting/log.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

// Older records are about pages that have died since.
std::string oldest_of(std::chrono::seconds retention)
{
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    return std::to_string((now - retention).count());
}

bool keeps_purges(RedisPurgeLog::Role role)
{
    return role == RedisPurgeLog::Role::worker || role == RedisPurgeLog::Role::command;
}

// True for the reply of a Redis before 6.2, which does not know NOMKSTREAM.
bool knows_no_options(const redisReply& reply)
{
    const std::string text = text_of(reply);
    return reply.type == REDIS_REPLY_ERROR &&
           (text.starts_with("ERR Invalid stream ID") || text.starts_with("ERR wrong number"));
}

}  // namespace

RedisPurgeLog::RedisPurgeLog(RedisAddress address, PurgeLogSettings settings, Role role)
    : address_{std::move(address)},
      settings_{std::move(settings)},
      role_{role},
      worker_{WorkerList::this_worker()},
      pool_{address_, settings_.redis_timeout},
      index_{settings_.grace},
      waiting_{index_, keeps_purges(role) ? settings_.spool : std::filesystem::path{}}
{
    if (role == Role::bystander || role == Role::command) return;
    follower_ = std::thread{[this] { follow(); }};
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, 2s, [this] { return has_tried_; });
}

RedisPurgeLog::~RedisPurgeLog()
{
    if (!follower_.joinable()) return;
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    follower_.join();
    if (role_ != Role::worker) return;
    write_waiting_at_the_end();
    RedisConnection redis{address_, settings_.redis_timeout};
    WorkerList::remove(redis, worker_);
}

void RedisPurgeLog::write_waiting_at_the_end()
{
    constexpr auto patience = 2s;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (waiting_.size() > 0 && std::chrono::steady_clock::now() < end) {
        RedisConnection redis{address_, settings_.redis_timeout};
        if (redis.usable() && write_waiting(redis)) return;
        std::this_thread::sleep_for(50ms);
    }
    const std::size_t left = waiting_.size();
    if (left == 0) return;
    const std::size_t lost = waiting_.only_in_memory();
    log(LogLevel::error,
        lost == 0 ? "purges still wait for redis; they are on disk, and the next start writes them"
                  : "purges that waited for redis are lost; repeat these purges",
        {{"redis", address_.to_text()},
         {"waiting", std::to_string(left)},
         {"lost", std::to_string(lost)}});
}

void RedisPurgeLog::tell_others(const std::function<std::string()>& line)
{
    const std::lock_guard lock{mutex_};
    line_ = line;
}

RedisPurgeLog::Boottime RedisPurgeLog::now()
{
    std::timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);  // also counts while the machine sleeps
    return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

bool RedisPurgeLog::is_current() const
{
    const std::int64_t reported = reported_.load(std::memory_order_acquire);
    return reported != 0 && now() - Boottime{reported} < settings_.blind_time;
}

std::chrono::milliseconds RedisPurgeLog::copies_current_for() const
{
    const std::int64_t reported = reported_copies_.load(std::memory_order_acquire);
    if (reported == 0) return 0ms;
    const Boottime left = Boottime{reported} + settings_.blind_time - now();
    return std::max(std::chrono::floor<std::chrono::milliseconds>(left), 0ms);
}

void RedisPurgeLog::forget_ended(const std::string& worker)
{
    WorkerList::remove_if_ended(pool_, worker);
}

void RedisPurgeLog::remove_copies(const Purge& purge) const
{
    if (settings_.copies) settings_.copies->remove(purge);
}

// Purges that other processes have left on disk: this process applies them at once.
void RedisPurgeLog::find_others_waiting()
{
    for (const Purge& purge : waiting_.find_others())
        remove_copies(purge);
}

bool RedisPurgeLog::is_stopping()
{
    const std::lock_guard lock{mutex_};
    return stopping_;
}

bool RedisPurgeLog::is_failure(const RedisReply& reply, std::string& why)
{
    if (reply && reply->type != REDIS_REPLY_ERROR) return false;
    why = reply ? text_of(*reply) : "no answer";
    return true;
}

bool RedisPurgeLog::append(RedisConnection& redis, const Purge& purge)
{
    const std::string oldest = oldest_of(settings_.retention);
    RedisReply reply =
        redis.run(old_redis_ ? plain_append_command(purge) : append_command(purge, oldest));
    if (reply && knows_no_options(*reply)) {
        old_redis_ = true;
        reply = redis.run(plain_append_command(purge));
    }
    if (is_failure(reply, why_)) return false;
    if (reply->type == REDIS_REPLY_STRING) return true;
    why_ = "the purge log is gone";
    return false;
}

// Writes the purges of this process and those that other processes left. Each is held until it has
// been applied from the log, so no older page is trusted in between.
bool RedisPurgeLog::write_waiting(RedisConnection& redis)
{
    find_others_waiting();
    const std::vector<Purge> purges = waiting_.begin_writing();
    if (purges.empty()) return true;
    const bool are_written =
        std::all_of(purges.begin(), purges.end(),
                    [&](const Purge& purge) { return append(redis, purge); }) &&
        read_log(redis, false);
    waiting_.done(are_written ? purges.size() : 0);
    return are_written;
}

// Other processes learn about the purge when Redis is back. This process applies it at once, so
// that a visitor who has just changed something sees the change.
PurgeOutcome RedisPurgeLog::keep_for_later(const Purge& purge, const std::string& why)
{
    PurgeOutcome outcome;
    outcome.problem = "the purge of " + purge.to_text() + " could not be written to redis " +
                      address_.to_text() + (why.empty() ? "" : ": " + why);
    if (!keeps_purges(role_)) return outcome;
    std::string why_not;
    outcome.kept = waiting_.keep(purge, why_not);
    remove_copies(purge);
    if (outcome.kept) {
        outcome.problem += "; it is on disk, and will be written when redis is back";
    } else if (role_ == Role::command) {
        outcome.problem += "; it is lost, because it is not on disk either: " + why_not;
    } else {
        outcome.problem +=
            "; it will be written when redis is back, but is lost if this process ends before: " +
            why_not;
    }
    log(LogLevel::error, "a purge waits for redis",
        {{"purge", purge.to_text()}, {"why", why}, {"kept", outcome.kept ? "on disk" : why_not}});
    return outcome;
}

bool RedisPurgeLog::begin_after_loss(std::string& why)
{
    // The second attempt is for a Redis that turns out to allow no transactions.
    for (int attempt = 0; attempt < 2; ++attempt) {
        RedisConnection redis{address_, settings_.redis_timeout};
        why = redis.error();
        const auto state =
            redis.usable() ? PurgeLogState::read(redis, address_, why) : std::nullopt;
        if (!state) return false;
        if (state->is_whole()) return true;  // another process was faster
        NewLog wanted{.position = {}, .follows_a_loss = true};
        if (const Position known = index_.position(); state->last < known)
            wanted.position = Position{known.milliseconds + 1, 0};
        std::string epoch;
        if (begin_log(redis, address_, *state, wanted, no_transactions_, epoch, why) !=
            Begun::failed)
            return true;
        if (!redis.has_refused_exec()) return false;
    }
    return false;
}

// Logs the late workers, because a command may ignore the outcome, and its user sees no page.
void RedisPurgeLog::tell_of_late(const std::vector<std::string>& late, const Purge& purge)
{
    for (const std::string& worker : late) {
        log(LogLevel::warning, "a purge is in the log, and a worker has not applied it yet",
            {{"purge", purge.to_text()}, {"worker", worker}});
    }
}

PurgeOutcome RedisPurgeLog::purge(const Purge& purge)
{
    std::string why;
    const std::string oldest = oldest_of(settings_.retention);
    constexpr int most_attempts = 3;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const auto replies =
            pool_.run_all({old_redis_ ? plain_append_command(purge) : append_command(purge, oldest),
                           {"INFO", "server"}});
        if (replies.empty()) {
            why = "redis cannot be reached";
            break;
        }
        if (knows_no_options(*replies[0]) && !old_redis_.exchange(true)) continue;
        if (is_failure(replies[0], why)) break;
        const auto position = Position::parse(text_of(*replies[0]));
        if (position) {
            const WorkerList::Awaited awaited{.position = *position,
                                              .run = run_id_of(text_of(*replies[1])),
                                              .blind_time = settings_.blind_time};
            PurgeOutcome outcome{.appended = true};
            outcome.late = WorkerList::wait(
                pool_, awaited, [this](std::string& problem) { return begin_after_loss(problem); });
            if (role_ == Role::command) tell_of_late(outcome.late, purge);
            return outcome;
        }
        // There is no log to append to: it was deleted.
        if (!begin_after_loss(why)) break;
    }
    return keep_for_later(purge, why);
}

}  // namespace aspic
