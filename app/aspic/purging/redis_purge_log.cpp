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

constexpr auto report_interval = 500ms;   // also the longest wait for news
constexpr auto onlooker_interval = 50ms;  // so that a command ends at once

bool is_error(const RedisReply& reply, std::string& why)
{
    if (reply && reply->type != REDIS_REPLY_ERROR) return false;
    why = reply ? text_of(*reply) : "no answer";
    return true;
}

Time time_of(Position position)
{
    return Time{
        std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds{position.milliseconds})};
}

// Older records are about pages that have died since.
std::string oldest_of(std::chrono::seconds retention)
{
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    return std::to_string((now - retention).count());
}

// What a Redis before 6.2 says of NOMKSTREAM.
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
      waiting_{index_, role == Role::worker ? settings_.spool : std::filesystem::path{}}
{
    if (role == Role::bystander) return;
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
    ::clock_gettime(CLOCK_BOOTTIME, &time);  // goes on while the machine sleeps
    return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

bool RedisPurgeLog::is_current() const
{
    const std::int64_t reported = reported_.load(std::memory_order_acquire);
    return reported != 0 && now() - Boottime{reported} < settings_.blind_time;
}

bool RedisPurgeLog::is_stopping()
{
    const std::lock_guard lock{mutex_};
    return stopping_;
}

void RedisPurgeLog::follow()
{
    while (!is_stopping()) {
        RedisConnection redis{address_, settings_.redis_timeout + report_interval};
        why_ = redis.error();
        has_checked_ = false;
        waiting_.find_others();
        // The second try is for one whose log became another one meanwhile.
        while (!is_stopping() && (catch_up(redis) || catch_up(redis))) {
            note_following();
            // Silent for too long, nobody waits for us any more: catch up again before memory is
            // trusted.
            do {
                const Boottime began = now();
                if (!read_log(redis, true) || !write_waiting(redis) || !report(redis, began)) break;
            } while (!is_stopping() && is_current());
            if (!redis.usable()) break;
        }
        if (is_stopping()) return;
        note_lost(redis);
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, 200ms, [this] { return stopping_; });
    }
}

void RedisPurgeLog::note_following()
{
    {
        const std::lock_guard lock{mutex_};
        has_tried_ = true;
    }
    changed_.notify_all();
    if (lost_.exchange(false))
        log(LogLevel::info, "following the purge log", {{"redis", address_.to_text()}});
}

void RedisPurgeLog::note_lost(const RedisConnection& redis)
{
    bool is_first = false;
    {
        const std::lock_guard lock{mutex_};
        is_first = !std::exchange(has_tried_, true);
    }
    changed_.notify_all();
    if (lost_.exchange(true) && !is_first) return;
    const std::string why = redis.error().empty() ? why_ : redis.error();
    const std::string help = way_out_of(address_, why);
    log(LogLevel::warning,
        "the purge log cannot be followed; pages in memory are served for a limited time, then "
        "rendered for each request",
        {{"redis", address_.to_text()},
         {"why", why},
         {"bound", std::to_string(settings_.blind_time.count()) + " ms"},
         {"help",
          help.empty()
              ? "check whether redis is running and writable, and whether the address is right"
              : help}});
}

// First to be seen, then to read: a purge that we do not find in the log any more is one that waits
// for us.
bool RedisPurgeLog::catch_up(RedisConnection& redis)
{
    const Boottime began = now();
    return redis.usable() && !redis.has_refused_exec() && check_log(redis) &&
           report(redis, Boottime{}) && read_log(redis, false) && write_waiting(redis) &&
           report(redis, began);
}

// The log is the one that we know, and holds at least what we know of it; otherwise it is begun
// again.
bool RedisPurgeLog::check_log(RedisConnection& redis)
{
    const Position known = read_to_;
    constexpr int most_attempts = 10;  // others may begin it again at the same time
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const auto state = PurgeLogState::read(redis, address_, why_);
        if (!state) return false;
        const bool is_another = !epoch_.empty() && state->text != epoch_;
        const bool ends_early = state->last < known;
        if ((is_another || ends_early) && read_to_ != Position{}) read_again();
        // Nobody can tell us what happened while we were not connected.
        const bool may_be_restarted = state->run.empty() && !has_checked_;
        // If a new log does not say that there were workers before it, it is begun again: purges
        // must wait for these workers.
        const bool hides_loss = is_another && state->epoch && !state->epoch->follows_a_loss;
        if (state->is_whole() && !ends_early && !may_be_restarted && !hides_loss) {
            epoch_ = state->text;
            has_checked_ = true;
            return true;
        }
        const bool knew_another = !epoch_.empty() || state->epoch.has_value();
        NewLog wanted{.position = {}, .follows_a_loss = knew_another};
        if (ends_early) wanted.position = Position{known.milliseconds + 1, 0};
        std::string epoch;
        switch (begin_log(redis, address_, *state, wanted, no_transactions_, epoch, why_)) {
            case Begun::failed:
                return false;
            case Begun::overtaken:
                break;
            case Begun::done:
                if (read_to_ != Position{}) read_again();
                epoch_ = epoch;
                has_checked_ = true;
                return true;
        }
    }
    why_ = "the epoch of the log keeps changing";
    return false;
}

// Until the log has been read to its end, nothing in memory is trusted.
void RedisPurgeLog::read_again()
{
    log(LogLevel::warning,
        "the purge log was lost, completely or partly; older pages are rendered again",
        {{"redis", address_.to_text()}});
    reported_.store(0, std::memory_order_release);
    index_.begin_again();
    read_to_ = Position{};
}

// Waits for news, at most for the interval between reports. The reply is a list of records, nil, or
// an error.
RedisReply RedisPurgeLog::read_records(RedisConnection& redis, bool wait_for_news)
{
    const auto interval = role_ == Role::worker ? report_interval : onlooker_interval;
    if (!no_xread_) {
        const std::string from = read_to_.to_text();
        const std::string longest = std::to_string(interval.count());
        RedisConnection::Command command{"XREAD", "COUNT", "1000"};
        if (wait_for_news) command.insert(command.end(), {"BLOCK", longest});
        command.insert(command.end(), {"STREAMS", redis_keys::purges, from});
        RedisReply reply = redis.run(command);
        if (!reply || !is_refused(*reply)) return reply;
        no_xread_ = true;
        note_refusal_of(address_, "XREAD", text_of(*reply), "the purge log is polled instead");
    }
    const auto end = std::chrono::steady_clock::now() + (wait_for_news ? interval : 0ms);
    const std::string from = Position{read_to_.milliseconds, read_to_.sequence + 1}.to_text();
    for (;;) {
        RedisReply reply = redis.run({"XRANGE", redis_keys::purges, from, "+", "COUNT", "1000"});
        const bool is_nothing = reply && reply->type == REDIS_REPLY_ARRAY && reply->elements == 0;
        if (!is_nothing || std::chrono::steady_clock::now() >= end) return reply;
        std::this_thread::sleep_for(20ms);
    }
}

// Applies what is new.
bool RedisPurgeLog::read_log(RedisConnection& redis, bool wait_for_news)
{
    for (bool wait = wait_for_news;; wait = false) {
        const bool by_xrange = no_xread_;
        const RedisReply reply = read_records(redis, wait);
        if (is_error(reply, why_)) return false;
        if (reply->type != REDIS_REPLY_ARRAY || reply->elements == 0) return true;
        const bool is_list = by_xrange || no_xread_;
        const redisReply& records = is_list ? *reply : *reply->element[0]->element[1];
        for (std::size_t i = 0; i < records.elements; ++i) {
            const redisReply& record = *records.element[i];
            const auto position = Position::parse(text_of(*record.element[0]));
            if (!position) return false;
            if (const auto purge = parse_purge(*record.element[1]))
                index_.apply(*position, *purge, time_of(*position));
            read_to_ = *position;
        }
    }
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
    if (is_error(reply, why_)) return false;
    if (reply->type == REDIS_REPLY_STRING) return true;
    why_ = "the purge log is gone";
    return false;
}

// Those of this process and those that others have left. Each is held until it was applied from the
// log: so no page from before is trusted in between.
bool RedisPurgeLog::write_waiting(RedisConnection& redis)
{
    waiting_.find_others();
    const std::vector<Purge> purges = waiting_.begin_writing();
    if (purges.empty()) return true;
    const bool are_written =
        std::all_of(purges.begin(), purges.end(),
                    [&](const Purge& purge) { return append(redis, purge); }) &&
        read_log(redis, false);
    waiting_.done(are_written ? purges.size() : 0);
    return are_written;
}

bool RedisPurgeLog::report(RedisConnection& redis, Boottime began)
{
    if (role_ == Role::worker) {
        std::string line = "version=" + settings_.version;
        {
            const std::lock_guard lock{mutex_};
            if (line_) line += ' ' + line_();
        }
        const bool is_known = began > Boottime{};
        if (!WorkerList::write(
                redis, {worker_, read_to_, line, epoch_, settings_.blind_time, is_known}, why_))
            return false;
    }
    if (began > Boottime{}) reported_.store(began.count(), std::memory_order_release);
    return true;
}

// Other processes learn of it once Redis is back. This process applies it at once, so that a
// visitor who has just changed something sees the change.
PurgeOutcome RedisPurgeLog::keep_for_later(const Purge& purge, const std::string& why)
{
    PurgeOutcome outcome;
    outcome.problem = "the purge of " + purge.to_text() + " could not be written to redis " +
                      address_.to_text() + (why.empty() ? "" : ": " + why);
    if (role_ != Role::worker) return outcome;
    std::string why_not;
    outcome.kept = waiting_.keep(purge, why_not);
    outcome.problem +=
        outcome.kept
            ? "; it is on disk, and will be written when redis is back"
            : "; it will be written when redis is back, but is lost if this process ends before: " +
                  why_not;
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
        if (state->is_whole()) return true;  // somebody else was faster
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

PurgeOutcome RedisPurgeLog::purge(const Purge& purge)
{
    std::string why;
    const std::string oldest = oldest_of(settings_.retention);
    constexpr int most_attempts = 3;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        const auto replies =
            pool_.run_all({old_redis_ ? plain_append_command(purge) : append_command(purge, oldest),
                           {"INFO", "server"}});
        if (replies.empty()) break;
        if (knows_no_options(*replies[0]) && !old_redis_.exchange(true)) continue;
        if (is_error(replies[0], why)) break;
        const auto position = Position::parse(text_of(*replies[0]));
        if (position) {
            const WorkerList::Awaited awaited{.position = *position,
                                              .run = run_id_of(text_of(*replies[1])),
                                              .blind_time = settings_.blind_time};
            return {.appended = true,
                    .late = WorkerList::wait(pool_, awaited, [this](std::string& problem) {
                        return begin_after_loss(problem);
                    })};
        }
        // There is no log to append to: somebody has deleted it.
        if (!begin_after_loss(why)) break;
    }
    return keep_for_later(purge, why);
}

}  // namespace aspic
