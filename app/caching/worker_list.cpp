#include "caching/worker_list.h"

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

#include "caching/random_text.h"

namespace aspic {

using namespace std::chrono_literals;

namespace {

// KEYS: workers, stats, epoch. ARGV: worker, position, line, epoch, must be known, blind time. In one step, so
// that a worker who reports is one who is seen.
constexpr const char* report_script = R"(
    if redis.call('GET', KEYS[3]) ~= ARGV[4] then return 'the purge log is another one' end
    if ARGV[5] == '1' and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 'taken for dead' end
    local t = redis.call('TIME')
    redis.call('HSET', KEYS[1], ARGV[1],
        ARGV[2] .. ' ' .. (t[1] * 1000 + math.floor(t[2] / 1000)) .. ' ' .. ARGV[6])
    redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
    return 1)";

// KEYS: workers, stats. ARGV: worker, its report as it was read. One that has come back meanwhile
// is left alone.
constexpr const char* remove_script = R"(
    if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
    redis.call('HDEL', KEYS[1], ARGV[1])
    redis.call('HDEL', KEYS[2], ARGV[1])
    return 1)";

// Where a process id means something: this machine, since it was started, and this namespace of
// process ids.
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

// True where the worker's process can be looked for here, and is no more.
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
};

Seen parse_seen(const std::string& value)
{
    const std::size_t space = std::min(value.find(' '), value.size());
    Seen seen{.position = Position::parse(std::string_view{value}.substr(0, space))};
    char* rest = nullptr;
    seen.milliseconds = std::strtoull(value.c_str() + space, &rest, 10);
    seen.blind_time = std::strtoull(rest, nullptr, 10);
    return seen;
}

struct Late {
    std::vector<std::string> workers;
    std::chrono::milliseconds patience{0};  // the longest that one of them may be waited for
};

// What late workers last said, and since when we have seen it unchanged: one that lives says something new twice a second.
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

// Those who are late now; the ones who have been silent for too long, or have ended, are taken off the list.
Late late_workers(RedisPool& redis, Position position, Unchanged& unchanged)
{
    const auto replies = redis.run_all({{"TIME"}, {"HGETALL", redis_keys::workers}});
    if (replies.empty()) return {.workers = {"redis was lost while waiting for the workers"}};
    if (replies[1]->type != REDIS_REPLY_ARRAY) {
        return {.workers = {"the list of workers cannot be read: " + text_of(*replies[1])}};
    }
    const std::uint64_t now = milliseconds_of_time(*replies[0]);
    Late late;
    for (std::size_t i = 0; i + 1 < replies[1]->elements; i += 2) {
        const std::string worker = text_of(*replies[1]->element[i]);
        const std::string value = text_of(*replies[1]->element[i + 1]);
        const Seen seen = parse_seen(value);
        if (seen.position && *seen.position >= position) continue;

        constexpr std::uint64_t margin = 1000;
        constexpr std::uint64_t usual_blind_time = 10'000;  // where a foreign value says none
        const std::uint64_t silence =
            (seen.blind_time > 0 ? seen.blind_time : usual_blind_time) + margin;
        const bool is_silent = (seen.position && seen.milliseconds + silence < now) ||
                               unchanged.since(worker, value) > std::chrono::milliseconds{silence};
        if (is_silent || has_surely_ended(worker)) {
            redis.run({"EVAL", remove_script, "2", redis_keys::workers, redis_keys::stats, worker,
                       value});
        } else {
            late.workers.push_back(worker);
            late.patience = std::max(late.patience, std::chrono::milliseconds{silence});
        }
    }
    return late;
}

}  // namespace

std::string WorkerList::this_worker()
{
    return place_of_processes() + ' ' + std::to_string(::getpid()) + ' ' + random_text();
}

bool WorkerList::write(RedisConnection& redis, const Report& report, std::string& why)
{
    const RedisReply reply = redis.run(
        {"EVAL", report_script, "3", redis_keys::workers, redis_keys::stats, redis_keys::epoch,
         report.worker, report.position.to_text(), report.line, report.epoch,
         report.is_known ? "1" : "0", std::to_string(report.blind_time.count())});
    if (reply && reply->type == REDIS_REPLY_INTEGER) return true;
    why = reply ? text_of(*reply) : redis.error();
    return false;
}

void WorkerList::remove(RedisConnection& redis, const std::string& worker)
{
    redis.run_all({{"HDEL", redis_keys::workers, worker}, {"HDEL", redis_keys::stats, worker}});
}

std::vector<std::string> WorkerList::wait(RedisPool& redis, Position position)
{
    const auto began = std::chrono::steady_clock::now();
    Unchanged unchanged;
    for (auto pause = 200us;; pause = std::min(2 * pause, std::chrono::microseconds{5'000})) {
        Late late = late_workers(redis, position, unchanged);
        const auto end = began + late.patience + 5s;
        if (late.workers.empty() || std::chrono::steady_clock::now() > end)
            return std::move(late.workers);
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace aspic
