#include <aspic/sessions/redis_ended_sessions.h>

#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <aspic/base/clock.h>
#include <aspic/base/encoding.h>
#include <aspic/reporting/log.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

constexpr auto longest_wait = 250ms;  // for new entries; stopping may take as long
constexpr auto pause_after_failure = 200ms;
constexpr std::size_t page = 1000;  // entries in one reply

/// A name that is different for different entries.
std::string name_of(const SessionEnd& end)
{
    return end.session.empty() ? "user " + to_text(end.before) + ' ' + end.user
                               : "session " + end.session;
}

/// Parses the fields of one entry. If it is not one of ours, the result ends no session.
SessionEnd parse(const redisReply& fields)
{
    SessionEnd end;
    for (std::size_t i = 0; i + 1 < fields.elements; i += 2) {
        const std::string field = text_of(*fields.element[i]);
        const std::string value = text_of(*fields.element[i + 1]);
        if (field == "session") end.session = from_hex(value).value_or("");
        if (field == "user") end.user = value;
        if (field == "before") end.before = parse_time(value).value_or(Time{});
        if (field == "until") end.until = parse_time(value).value_or(Time{});
    }
    return end;
}

/// Calls `use` with each entry in a reply to XRANGE, or in a stream of a reply to XREAD. Returns
/// the id of the last entry; empty if there is none.
template <class Use>
std::string for_each_entry(const redisReply& entries, Use use)
{
    std::string last;
    for (std::size_t i = 0; i < entries.elements; ++i) {
        const redisReply& entry = *entries.element[i];
        if (entry.type != REDIS_REPLY_ARRAY || entry.elements != 2) continue;
        last = text_of(*entry.element[0]);
        const SessionEnd end = parse(*entry.element[1]);
        if (!end.session.empty() || !end.user.empty()) use(end);
    }
    return last;
}

}  // namespace

RedisEndedSessions::RedisEndedSessions(RedisAddress address, std::chrono::milliseconds timeout,
                                       std::chrono::seconds retention,
                                       const std::filesystem::path& file)
    : EndedSessions{file, current_time()},
      address_{std::move(address)},
      timeout_{timeout},
      retention_{retention}
{
    follower_ = std::thread{[this] { follow(); }};
    std::unique_lock lock{mutex_};
    if (changed_.wait_for(lock, 2s, [this] { return is_complete_ || is_failing_; })) return;
    log(LogLevel::warning,
        "redis did not return the list of ended sessions within 2 s: until it does, this process "
        "accepts sessions that ended in another process",
        {{"redis", address_.to_text()}});
}

RedisEndedSessions::~RedisEndedSessions()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    follower_.join();
}

void RedisEndedSessions::end(const SessionEnd& ended, Time now)
{
    EndedSessions::end(ended, now);
    const std::lock_guard lock{writing_};
    const auto is_written = [&] { return writer_ && writer_->usable() && add(*writer_, ended); };
    if (is_written()) return;
    // An idle connection may have been closed although Redis is available.
    if (Clock::now() >= no_writer_before_) {
        writer_.emplace(address_, timeout_);
        if (is_written()) return;
        no_writer_before_ = Clock::now() + 1s;
    }
    must_synchronise_ = true;  // the follower writes it
}

bool RedisEndedSessions::add(RedisConnection& redis, const SessionEnd& ended)
{
    const auto oldest = current_time() - retention_;
    const std::string least_id = to_text(oldest) + "000";
    const std::string until = to_text(ended.until);
    const std::string before = to_text(ended.before);
    const std::string session = to_hex(ended.session);
    RedisConnection::Command command{"XADD", stream, "MINID", "~", least_id, "*"};
    if (ended.session.empty()) {
        command.insert(command.end(), {"user", ended.user, "before", before});
    } else {
        command.insert(command.end(), {"session", session});
    }
    command.insert(command.end(), {"until", until});
    const auto replies = redis.run_all({{"XLEN", stream}, command});
    if (replies.empty() || replies[1]->type == REDIS_REPLY_ERROR) {
        note_failure(replies.empty() ? redis.error() : text_of(*replies[1]));
        return false;
    }
    if (replies[0]->type == REDIS_REPLY_INTEGER && replies[0]->integer < length_)
        must_synchronise_ = true;
    return true;
}

void RedisEndedSessions::follow()
{
    while (!is_stopping()) {
        RedisConnection redis{address_, timeout_ + longest_wait};
        must_synchronise_ = true;  // this may be another server, or have other data
        bool is_good = redis.usable();
        if (!is_good) note_failure(redis.error());
        while (is_good && !is_stopping()) {
            is_good = must_synchronise_.exchange(false) ? synchronise(redis) : read_news(redis);
        }
        must_synchronise_ = true;
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
    }
}

// Reads all entries that Redis has, and writes those that it lacks.
bool RedisEndedSessions::synchronise(RedisConnection& redis)
{
    const Time now = current_time();
    std::unordered_set<std::string> known;
    std::int64_t length = 0;
    std::string last = "0-0";
    const std::string count = std::to_string(page);
    for (bool is_more = true; is_more;) {
        const std::string after = "(" + last;
        const RedisReply reply = redis.run({"XRANGE", stream, after, "+", "COUNT", count});
        if (!reply || reply->type != REDIS_REPLY_ARRAY) {
            note_failure(reply ? text_of(*reply) : redis.error());
            return false;
        }
        const std::string end = for_each_entry(*reply, [&](const SessionEnd& ended) {
            last_entry_ = name_of(ended);
            known.insert(last_entry_);
            remember(ended, now);
        });
        length += static_cast<std::int64_t>(reply->elements);
        is_more = reply->elements == page && !end.empty();
        if (!end.empty()) last = end;
    }
    read_to_ = last;
    length_ = length;
    for (const SessionEnd& ended : all(now)) {
        if (!known.contains(name_of(ended)) && !add(redis, ended)) return false;
    }
    note_success();
    return true;
}

// If the list was deleted and written again within a millisecond, the new entries may have the ids
// of those that were read. So news counts only if the entry before it is still the same.
bool RedisEndedSessions::has_last_entry(RedisConnection& redis) const
{
    const RedisReply reply = redis.run({"XRANGE", stream, read_to_, read_to_});
    if (!reply || reply->type != REDIS_REPLY_ARRAY) return false;
    std::string name;
    for_each_entry(*reply, [&](const SessionEnd& ended) { name = name_of(ended); });
    return name.empty() || name == last_entry_;
}

bool RedisEndedSessions::read_news(RedisConnection& redis)
{
    const std::string wait = std::to_string(longest_wait.count());
    const std::string count = std::to_string(page);
    const RedisReply reply =
        redis.run({"XREAD", "COUNT", count, "BLOCK", wait, "STREAMS", stream, read_to_});
    if (!reply || reply->type == REDIS_REPLY_ERROR) {
        note_failure(reply ? text_of(*reply) : redis.error());
        return false;
    }
    if (reply->type == REDIS_REPLY_NIL) {  // no new entries
        const RedisReply length = redis.run({"XLEN", stream});
        if (length && length->type == REDIS_REPLY_INTEGER && length->integer < length_)
            must_synchronise_ = true;
        return length != nullptr;
    }
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 1 ||
        reply->element[0]->elements != 2)
        return false;
    if (!has_last_entry(redis)) {
        must_synchronise_ = true;
        return redis.usable();
    }
    const redisReply& entries = *reply->element[0]->element[1];
    const Time now = current_time();
    const std::string last = for_each_entry(entries, [&](const SessionEnd& ended) {
        remember(ended, now);
        last_entry_ = name_of(ended);
    });
    if (!last.empty()) read_to_ = last;
    length_ += static_cast<std::int64_t>(entries.elements);
    return true;
}

void RedisEndedSessions::note_failure(const std::string& why)
{
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || std::exchange(is_failing_, true)) return;
        log(LogLevel::warning,
            "the list of ended sessions is not shared until redis can be used: this process does "
            "not learn of sign-outs in other processes, and writes its own to redis later",
            {{"redis", address_.to_text()}, {"why", why}});
    }
    changed_.notify_all();
}

void RedisEndedSessions::note_success()
{
    {
        const std::lock_guard lock{mutex_};
        is_complete_ = true;
        if (std::exchange(is_failing_, false))
            log(LogLevel::info, "the list of ended sessions is shared again",
                {{"redis", address_.to_text()}});
    }
    changed_.notify_all();
}

bool RedisEndedSessions::is_stopping()
{
    const std::lock_guard lock{mutex_};
    return stopping_;
}

}  // namespace aspic
