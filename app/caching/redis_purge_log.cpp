#include "caching/redis_purge_log.h"

#include <ctime>
#include <utility>

#include "caching/purge_epoch.h"
#include "caching/purge_record.h"
#include "caching/random_text.h"
#include "caching/worker_list.h"
#include "reporting/log.h"

namespace aspic {

using namespace std::chrono_literals;

namespace {

constexpr auto report_interval = 500ms;   // also the longest wait for news
constexpr auto onlooker_interval = 50ms;  // so that a command ends at once

// KEYS: epoch, log. ARGV: the epoch that was read, the one it is to be, a position. What was lost may have purged what anybody holds: all
// of it counts as purged.
constexpr const char* begin_anew_script = R"(
    if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
    redis.call('XADD', KEYS[2], ARGV[3], 'all', '', 'soft', '0')
    redis.call('SET', KEYS[1], ARGV[2])
    return 1)";

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

// "run_id:5f0c...\r\n" within the answer to INFO server: it changes whenever the server is started,
// and with the server.
std::string run_id_of(const std::string& info)
{
    constexpr std::string_view name = "run_id:";
    const std::size_t at = info.find(name);
    if (at == std::string::npos) return "";
    return info.substr(at + name.size(), info.find('\r', at) - at - name.size());
}

}  // namespace

RedisPurgeLog::RedisPurgeLog(RedisAddress address, PurgeLogSettings settings, Role role)
    : address_{std::move(address)},
      settings_{std::move(settings)},
      role_{role},
      worker_{WorkerList::this_worker()},
      pool_{address_, settings_.redis_timeout},
      index_{settings_.grace}
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
    RedisConnection redis{address_, settings_.redis_timeout};
    WorkerList::remove(redis, worker_);
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
        // The second try is for one whose log became another one meanwhile.
        while (!is_stopping() && (catch_up(redis) || catch_up(redis))) {
            note_following();
            // Silent for too long, nobody waits for us any more: catch up again before memory is
            // trusted.
            do {
                const Boottime began = now();
                if (!read_log(redis, true) || !append_pending(redis) || !report(redis, began))
                    break;
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
    log(LogLevel::warning,
        "the purge log cannot be read; pages in memory are served for a bounded time, then "
        "rendered for each request: is "
        "redis running, writable, and the address right?",
        {{"redis", address_.to_text()},
         {"why", redis.error().empty() ? why_ : redis.error()},
         {"bound", std::to_string(settings_.blind_time.count()) + " ms"}});
}

// First to be seen, then to read: a purge that we do not find in the log any more is one that waits
// for us.
bool RedisPurgeLog::catch_up(RedisConnection& redis)
{
    const Boottime began = now();
    return redis.usable() && check_epoch(redis) && report(redis, Boottime{}) &&
           read_log(redis, false) && append_pending(redis) && report(redis, began);
}

// The log is the one that we know, and holds at least what we know of it; otherwise we begin anew.
bool RedisPurgeLog::check_epoch(RedisConnection& redis)
{
    const auto replies = redis.run_all({{"INFO", "server"},
                                        {"TIME"},
                                        {"GET", redis_keys::epoch},
                                        {"XREVRANGE", redis_keys::purges, "+", "-", "COUNT", "1"}});
    if (replies.empty()) return false;
    for (const RedisReply& reply : replies) {
        if (is_error(reply, why_)) return false;
    }
    const std::string run = run_id_of(text_of(*replies[0]));
    const std::string text = text_of(*replies[2]);
    Position last;
    if (replies[3]->elements == 1) {
        last = Position::parse(text_of(*replies[3]->element[0]->element[0])).value_or(last);
    }
    const auto epoch = PurgeEpoch::parse(text);
    // A server that was started with old data has lost records without a trace but for its own name.
    const bool is_of_this_run = epoch && epoch->run == run;
    const bool is_another = !epoch_.empty() && text != epoch_;
    const bool ends_early = last < read_to_;
    // That there are workers from before is said for the sake of purges that would not wait for them.
    const bool needs_name = !is_of_this_run || (is_another && !epoch->follows_a_loss);
    std::string name = text;
    if (needs_name) {
        const bool knew_another = !epoch_.empty() || epoch.has_value();
        name = PurgeEpoch{random_text(), knew_another, milliseconds_of_time(*replies[1]), run}
                   .to_text();
    }
    if (needs_name || ends_early) {
        const std::string position =
            ends_early ? Position{read_to_.milliseconds + 1, 0}.to_text() : "*";
        const RedisReply begun = redis.run({"EVAL", begin_anew_script, "2", redis_keys::epoch,
                                            redis_keys::purges, text, name, position});
        if (is_error(begun, why_)) return false;
        if (begun->integer == 0) return check_epoch(redis);  // somebody else was faster
    }
    if (is_another || ends_early) {
        log(LogLevel::warning,
            "the purge log is not the one we knew; pages from before are rendered anew",
            {{"redis", address_.to_text()}});
        read_to_ = Position{};
    }
    epoch_ = name;
    return true;
}

// Applies what is new; waits for news, at most for the interval between reports.
bool RedisPurgeLog::read_log(RedisConnection& redis, bool wait_for_news)
{
    for (bool wait = wait_for_news;; wait = false) {
        const std::string from = read_to_.to_text();
        const std::string interval =
            std::to_string((role_ == Role::worker ? report_interval : onlooker_interval).count());
        RedisConnection::Command command{"XREAD", "COUNT", "1000"};
        if (wait) command.insert(command.end(), {"BLOCK", interval});
        command.insert(command.end(), {"STREAMS", redis_keys::purges, from});
        const RedisReply reply = redis.run(command);
        if (is_error(reply, why_)) return false;
        if (reply->type != REDIS_REPLY_ARRAY || reply->elements == 0) return true;
        const redisReply& records = *reply->element[0]->element[1];
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

bool RedisPurgeLog::append_pending(RedisConnection& redis)
{
    const std::lock_guard lock{mutex_};
    for (; !pending_.empty(); pending_.pop_front()) {
        if (is_error(append_purge(redis, pending_.front(), "*", settings_.retention), why_))
            return false;
        log(LogLevel::info, "a purge that had waited for redis is in the log",
            {{"purge", pending_.front().to_text()}});
    }
    return true;
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

// Others learn of it once Redis is back; this process at once, so that who has just changed something sees it changed.
void RedisPurgeLog::keep_for_later(const Purge& purge, const std::string& why)
{
    if (role_ != Role::worker) return;
    const std::lock_guard lock{mutex_};
    pending_.push_back(purge);
    index_.apply_locally(purge, current_time());
    log(LogLevel::error, "a purge waits for redis", {{"purge", purge.to_text()}, {"why", why}});
}

PurgeOutcome RedisPurgeLog::purge(const Purge& purge)
{
    std::string why;
    const RedisReply reply = append_purge(pool_, purge, "*", settings_.retention);
    const auto known = pool_.run_all({{"TIME"}, {"GET", redis_keys::epoch}});
    const bool is_appended = !is_error(reply, why) && !known.empty();
    const auto position = is_appended ? Position::parse(text_of(*reply)) : std::nullopt;
    if (!position) {
        keep_for_later(purge, why);
        return {.problem = "the purge of " + purge.to_text() + " could not be written to redis " +
                           address_.to_text() + (why.empty() ? "" : ": " + why)};
    }
    // Where the list of workers was lost with the log, who has not come back yet is waited for as one who is silent; and any
    // new log is given a second for its workers to come.
    const auto epoch = PurgeEpoch::parse(text_of(*known[1]));
    const std::uint64_t now = milliseconds_of_time(*known[0]);
    const std::chrono::milliseconds age{
        epoch && now > epoch->milliseconds ? now - epoch->milliseconds : 0};
    const std::chrono::milliseconds least_age =
        (!epoch || epoch->follows_a_loss ? settings_.blind_time : 0ms) + 1s;
    if (age < least_age) std::this_thread::sleep_for(least_age - age);
    return {.appended = true, .late = WorkerList::wait(pool_, *position)};
}

}  // namespace aspic
