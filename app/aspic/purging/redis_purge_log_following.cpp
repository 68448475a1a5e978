// The part of RedisPurgeLog that follows the log: the thread of a worker or onlooker.

#include <utility>

#include <aspic/purging/purge_log_state.h>
#include <aspic/purging/purge_record.h>
#include <aspic/purging/redis_purge_log.h>
#include <aspic/purging/worker_list.h>
#include <aspic/redis/redis_refusal.h>
#include <aspic/reporting/log.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

constexpr auto report_interval = 500ms;   // also the longest wait for news
constexpr auto onlooker_interval = 50ms;  // so that a command ends at once

Time time_of(Position position)
{
    return Time{
        std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds{position.milliseconds})};
}

}  // namespace

void RedisPurgeLog::follow()
{
    while (!is_stopping()) {
        RedisConnection redis{address_, settings_.redis_timeout + report_interval};
        why_ = redis.error();
        has_checked_ = false;
        find_others_waiting();
        // The second attempt is for a log that became another one in the meantime.
        while (!is_stopping() && (catch_up(redis) || catch_up(redis))) {
            note_following();
            // If we were silent for too long, purges no longer wait for us: catch up again before
            // memory is trusted.
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

// Makes this worker visible first, then reads: a purge that comes too late for this reading waits
// for us.
bool RedisPurgeLog::catch_up(RedisConnection& redis)
{
    const Boottime began = now();
    return redis.usable() && !redis.has_refused_exec() && check_log(redis) &&
           report(redis, Boottime{}) && read_log(redis, false) && write_waiting(redis) &&
           report(redis, began);
}

// Checks that the log is the one that we know, and has at least the records that we know. Otherwise
// begins it again.
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
        // Without INFO, we cannot know what happened while we were not connected.
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
    reported_copies_.store(0, std::memory_order_release);
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

// Applies new records.
bool RedisPurgeLog::read_log(RedisConnection& redis, bool wait_for_news)
{
    for (bool wait = wait_for_news;; wait = false) {
        const bool by_xrange = no_xread_;
        const RedisReply reply = read_records(redis, wait);
        if (is_failure(reply, why_)) return false;
        if (reply->type != REDIS_REPLY_ARRAY || reply->elements == 0) return true;
        const bool is_list = by_xrange || no_xread_;
        const redisReply& records = is_list ? *reply : *reply->element[0]->element[1];
        for (std::size_t i = 0; i < records.elements; ++i) {
            const redisReply& record = *records.element[i];
            const auto position = Position::parse(text_of(*record.element[0]));
            if (!position) return false;
            if (const auto purge = parse_purge(*record.element[1])) {
                index_.apply(*position, *purge, time_of(*position));
                remove_copies(*purge);
            }
            read_to_ = *position;
        }
    }
}

bool RedisPurgeLog::report(RedisConnection& redis, Boottime began)
{
    // Copies that are made later than this are trusted only after the next report.
    const bool keeps_copies = settings_.copies && settings_.copies->are_kept();
    if (!keeps_copies) reported_copies_.store(0, std::memory_order_release);
    if (role_ == Role::worker) {
        std::string line = "version=" + settings_.version;
        {
            const std::lock_guard lock{mutex_};
            if (line_) line += ' ' + line_();
        }
        const bool is_known = began > Boottime{};
        if (!WorkerList::write(
                redis,
                {worker_, read_to_, line, epoch_, settings_.blind_time, is_known, keeps_copies},
                why_))
            return false;
    }
    if (began == Boottime{}) return true;
    reported_.store(began.count(), std::memory_order_release);
    if (keeps_copies) reported_copies_.store(began.count(), std::memory_order_release);
    return true;
}

}  // namespace aspic
