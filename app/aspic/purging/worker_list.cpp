#include <aspic/purging/worker_list.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include <aspic/base/random_id.h>
#include <aspic/purging/purge_epoch.h>
#include <aspic/purging/purge_log_state.h>
#include <aspic/redis/redis_refusal.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t margin = 1000;  // milliseconds
constexpr std::string_view keeps_copies_word = " copies";
constexpr std::uint64_t usual_blind_time = 10'000;  // if a foreign value has none

// Where a process id is valid: this machine since its start, and this namespace of process ids.
std::string place_of_processes()
{
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::ifstream in{"/proc/sys/kernel/random/boot_id"};
    std::string boot;
    in >> boot;
    std::array<char, 64> space{};
    [[maybe_unused]] const auto size =
        ::readlink("/proc/self/ns/pid", space.data(), space.size() - 1);
    return std::string{host.data()} + '/' + boot.substr(0, 8) + '/' + space.data();
}

// True if the worker's process was in the same place as this one, and has ended.
bool has_surely_ended(const std::string& worker)
{
    static const std::string here = place_of_processes() + ' ';
    if (!worker.starts_with(here)) return false;
    const long process = std::strtol(worker.c_str() + here.size(), nullptr, 10);
    return process > 0 && ::kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH;
}

struct Seen {
    std::optional<Position> position;
    std::uint64_t milliseconds = 0;
    std::uint64_t blind_time = 0;
    bool keeps_copies = false;
};

Seen parse_seen(const std::string& value)
{
    const std::size_t space = std::min(value.find(' '), value.size());
    Seen seen{.position = Position::parse(std::string_view{value}.substr(0, space))};
    char* rest = nullptr;
    seen.milliseconds = std::strtoull(value.c_str() + space, &rest, 10);
    seen.blind_time = std::strtoull(rest, &rest, 10);
    seen.keeps_copies = keeps_copies_word == rest;
    return seen;
}

struct Late {
    std::vector<std::string> workers;
    std::chrono::milliseconds patience{0};  // the longest wait for one of them
};

// The last reports of late workers, and how long we have seen them unchanged. A running worker
// makes a new report twice a second.
class Unchanged {
public:
    std::chrono::milliseconds since(const std::string& worker, const std::string& value)
    {
        const auto now = std::chrono::steady_clock::now();
        auto& [said, when] = said_[worker];
        if (said != value) {
            said = value;
            when = now;
        }
        return std::chrono::duration_cast<std::chrono::milliseconds>(now - when);
    }

private:
    std::map<std::string, std::pair<std::string, std::chrono::steady_clock::time_point>> said_;
};

enum class Removal : std::uint8_t { done, has_reported, refused };

// Removes a silent worker, but only if it has not reported since: otherwise it trusts its memory,
// and we must wait for it. The next report of a removed worker finds that it is not in the list.
Removal remove_silent(const RedisAddress& address, std::chrono::milliseconds timeout,
                      const std::string& worker, const std::string& value)
{
    RedisConnection redis{address, timeout};
    const auto watched = redis.run_all(
        {{"WATCH", redis_keys::workers}, {"HGET", redis_keys::workers, worker}, {"MULTI"}});
    if (watched.empty()) return Removal::has_reported;
    for (const RedisReply& reply : watched) {
        if (!is_refused(*reply)) continue;
        note_refusal_of(address, reply == watched[0] ? "WATCH" : "MULTI", text_of(*reply),
                        "a purge is late while a worker on another machine is silent");
        return Removal::refused;
    }
    if (text_of(*watched[1]) != value) return Removal::has_reported;
    const auto removed = redis.run_all(
        {{"HDEL", redis_keys::workers, worker}, {"HDEL", redis_keys::stats, worker}, {"EXEC"}});
    if (removed.empty()) return Removal::has_reported;
    if (removed[2]->type == REDIS_REPLY_ARRAY) return Removal::done;
    if (removed[2]->type == REDIS_REPLY_NIL) return Removal::has_reported;
    note_refusal_of(address, is_refused(*removed[0]) ? "HDEL" : "EXEC", text_of(*removed[2]),
                    "a purge is late while a worker on another machine is silent");
    return Removal::refused;
}

// A worker that has ended reports nothing more, so no transaction is needed.
Removal remove_ended(RedisPool& redis, const std::string& worker)
{
    const auto replies =
        redis.run_all({{"HDEL", redis_keys::workers, worker}, {"HDEL", redis_keys::stats, worker}});
    if (replies.empty()) return Removal::has_reported;
    return replies[0]->type == REDIS_REPLY_INTEGER ? Removal::done : Removal::refused;
}

// The same, unless its last report is newer than `value`: it may say that the worker kept copies.
Removal remove_ended(RedisPool& redis, const std::string& worker, const std::string& value)
{
    const auto last = redis.run_all({{"HGET", redis_keys::workers, worker}});
    if (last.empty()) return Removal::has_reported;
    if (!is_refused(*last[0]) && text_of(*last[0]) != value) return Removal::has_reported;
    return remove_ended(redis, worker);
}

// What Redis contained at one moment.
struct Look {
    std::string problem{};  // a sentence; then nothing else is set
    std::uint64_t now = 0;  // by Redis's clock; 0 if TIME is refused
    std::uint64_t roughly_now = 0;
    std::optional<PurgeEpoch> epoch{};
    std::string mark{};
    std::vector<std::pair<std::string, std::string>> workers{};  // with their last reports
};

Look look_at(RedisPool& redis)
{
    const auto replies =
        redis.run_all({{"TIME"}, {"GET", redis_keys::epoch}, {"HGETALL", redis_keys::workers}});
    if (replies.empty())
        return {.problem = "the connection to redis was lost while waiting for the workers"};
    if (is_refused(*replies[2])) {
        note_refusal_of(redis.address(), "HGETALL", text_of(*replies[2]),
                        "no purge is complete, because the workers are not known");
    }
    if (replies[2]->type != REDIS_REPLY_ARRAY)
        return {.problem = "the list of workers cannot be read: " + text_of(*replies[2])};
    if (replies[1]->type == REDIS_REPLY_ERROR)
        return {.problem = "the epoch of the log cannot be read: " + text_of(*replies[1])};
    Look look{.now = milliseconds_of_time(*replies[0]),
              .roughly_now = milliseconds_by(*replies[0]),
              .epoch = PurgeEpoch::parse(text_of(*replies[1]))};
    for (std::size_t i = 0; i + 1 < replies[2]->elements; i += 2) {
        std::string name = text_of(*replies[2]->element[i]);
        std::string value = text_of(*replies[2]->element[i + 1]);
        if (name == redis_keys::mark) {
            look.mark = std::move(value);
        } else {
            look.workers.emplace_back(std::move(name), std::move(value));
        }
    }
    return look;
}

// Returns the late workers. Removes those from the list that have ended, or have been silent for
// too long.
Late late_workers(RedisPool& redis, const Look& look, Position position, Unchanged& unchanged)
{
    Late late;
    for (const auto& [worker, value] : look.workers) {
        const Seen seen = parse_seen(value);
        if (seen.position && *seen.position >= position) continue;
        const std::uint64_t silence =
            (seen.blind_time > 0 ? seen.blind_time : usual_blind_time) + margin;
        const bool says_when = seen.position && seen.milliseconds > 0;
        const bool is_silent = (says_when && seen.milliseconds + silence < look.now) ||
                               unchanged.since(worker, value) > std::chrono::milliseconds{silence};
        // The copies of one that has ended are trusted as long as one that is silent trusts its own
        // memory.
        const bool is_gone = !seen.keeps_copies && has_surely_ended(worker);
        const Removal removal = is_gone ? remove_ended(redis, worker, value)
                                : is_silent
                                    ? remove_silent(redis.address(), redis.timeout(), worker, value)
                                    : Removal::has_reported;
        if (removal == Removal::done) continue;
        late.workers.push_back(worker);
        // If Redis refuses the removal, it is no use to wait.
        if (removal == Removal::has_reported)
            late.patience = std::max(late.patience, std::chrono::milliseconds{silence});
    }
    return late;
}

// How much longer to wait for workers that may not be in the list yet: for a second if the log is
// new; until they no longer trust their memory if a log was lost.
std::chrono::milliseconds time_until_listed(const Look& look, std::chrono::milliseconds blind_time)
{
    const std::chrono::milliseconds age{look.roughly_now > look.epoch->milliseconds
                                            ? look.roughly_now - look.epoch->milliseconds
                                            : 0};
    const auto least = (look.epoch->follows_a_loss ? blind_time : 0ms) + 1s;
    return std::max(least - age, 0ms);
}

}  // namespace

std::string WorkerList::this_worker()
{
    return place_of_processes() + ' ' + std::to_string(::getpid()) + ' ' + random_id();
}

bool WorkerList::write(RedisConnection& redis, const Report& report, std::string& why)
{
    const auto state =
        redis.run_all({{"TIME"}, {"GET", redis_keys::epoch}, {"EXISTS", redis_keys::purges}});
    if (state.empty()) {
        why = redis.error();
        return false;
    }
    const bool is_gone = state[2]->type == REDIS_REPLY_INTEGER && state[2]->integer == 0;
    if (text_of(*state[1]) != report.epoch || is_gone) {
        why = state[1]->type == REDIS_REPLY_ERROR ? text_of(*state[1])
              : is_gone                           ? "the purge log is gone"
                                                  : "the purge log was replaced by another one";
        return false;
    }
    // The time is 0 if TIME is refused.
    const std::string value = report.position.to_text() + ' ' +
                              std::to_string(milliseconds_of_time(*state[0])) + ' ' +
                              std::to_string(report.blind_time.count()) +
                              std::string{report.keeps_copies ? keeps_copies_word : ""};
    const auto written = redis.run_all({{"HSET", redis_keys::workers, report.worker, value},
                                        {"HSET", redis_keys::stats, report.worker, report.line}});
    if (written.empty() || written[0]->type != REDIS_REPLY_INTEGER) {
        why = written.empty() ? redis.error() : text_of(*written[0]);
        return false;
    }
    // HSET counts the fields that were not there. This report has put the worker on the list again.
    const bool was_known = written[0]->integer == 0;
    if (report.is_known && !was_known) why = "counted as dead";
    return was_known || !report.is_known;
}

void WorkerList::remove(RedisConnection& redis, const std::string& worker)
{
    redis.run_all({{"HDEL", redis_keys::workers, worker}, {"HDEL", redis_keys::stats, worker}});
}

void WorkerList::remove_if_ended(RedisPool& redis, const std::string& worker)
{
    if (has_surely_ended(worker)) remove_ended(redis, worker);
}

std::vector<std::string> WorkerList::wait(RedisPool& redis, const Awaited& awaited,
                                          const BeginAgain& begin_again)
{
    const auto began = std::chrono::steady_clock::now();
    auto all_listed = began;  // when each worker that may serve has had the time to be on the list
    Unchanged unchanged;
    int losses = 0;
    for (auto pause = 200us;; pause = std::min(2 * pause, std::chrono::microseconds{5'000})) {
        const Look look = look_at(redis);
        if (!look.problem.empty()) return {look.problem};
        const bool is_whole = look.epoch && look.mark == look.epoch->name &&
                              (awaited.run.empty() || awaited.run == look.epoch->run);
        if (!is_whole) {
            constexpr int most_losses = 10;
            std::string why = "the keys of the purge log in redis keep changing";
            if (++losses > most_losses || !begin_again(why)) return {why};
            continue;
        }
        Late late = late_workers(redis, look, awaited.position, unchanged);
        const auto unlisted = time_until_listed(look, awaited.blind_time);
        if (late.workers.empty() && unlisted == 0ms) return {};
        const auto now = std::chrono::steady_clock::now();
        if (unlisted > 0ms) all_listed = now + unlisted;
        if (now > std::max(began + late.patience, all_listed) + 5s) {
            if (late.workers.empty()) return {"workers on a list that was lost"};
            return std::move(late.workers);
        }
        if (late.workers.empty()) {
            std::this_thread::sleep_for(std::min(unlisted, 20ms));
        } else {
            std::this_thread::sleep_for(pause);
        }
    }
}

}  // namespace aspic
