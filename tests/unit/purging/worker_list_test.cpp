#include <aspic/purging/worker_list.h>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <aspic/purging/purge_epoch.h>
#include "../support/redis_relay.h"
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::RedisServer;

namespace {

constexpr auto timeout = 2000ms;
constexpr auto blind_time = 1000ms;
constexpr const char* epoch = "e1 fresh 1 run";

/// A Redis with a log of one record, an epoch, and an empty list of workers for that log.
struct LogAndList {
    LogAndList()
    {
        server.ask({"SET", redis_keys::epoch, epoch});
        server.ask({"HSET", redis_keys::workers, redis_keys::mark, "e1"});
        server.ask({"XADD", redis_keys::purges, "5-0", "all", "", "soft", "0"});
    }
    bool report(const std::string& worker, Position position, bool is_known = false)
    {
        return WorkerList::write(redis, {worker, position, "line", epoch, blind_time, is_known},
                                 why);
    }
    std::vector<std::string> wait(Position position)
    {
        return WorkerList::wait(pool, {position, "run", blind_time}, [this](std::string& problem) {
            ++begun;
            problem = "not in this test";
            return false;
        });
    }
    std::string field(const std::string& worker) const
    {
        return server.ask({"HGET", redis_keys::workers, worker});
    }

    RedisServer server;
    RedisConnection redis{server.address(), timeout};
    RedisPool pool{server.address(), timeout};
    std::string why;
    int begun = 0;
};

/// A worker on another machine, whose process cannot be checked here.
const std::string elsewhere = "host/boot/pids 1 0123456789abcdef";

}  // namespace

TEST_CASE("a report has the position, Redis's time, and how long memory is trusted")
{
    LogAndList list;
    REQUIRE(list.report("w", {7, 1}));
    const std::string value = list.field("w");
    CHECK(value.starts_with("7-1 "));
    CHECK(value.ends_with(" 1000"));
    CHECK(std::stoull(value.substr(4)) > 1'500'000'000'000U);
    CHECK(list.server.ask({"HGET", redis_keys::stats, "w"}) == "line");
}

TEST_CASE(
    "a worker that was removed from the list learns it from its next report, and is added again")
{
    LogAndList list;
    CHECK_FALSE(list.report("w", {5, 0}, true));
    CHECK(list.why == "counted as dead");
    CHECK(list.report("w", {5, 0}, true));
    WorkerList::remove(list.redis, "w");
    CHECK(list.field("w") == "(nil)");
    CHECK(list.report("w", {5, 0}, false));
}

TEST_CASE("a report about a log that is gone or replaced is refused")
{
    LogAndList list;
    REQUIRE(list.report("w", {5, 0}));
    list.server.ask({"SET", redis_keys::epoch, "e2 lost 1 run"});
    CHECK_FALSE(list.report("w", {5, 0}, true));
    CHECK(list.why == "the purge log was replaced by another one");
    list.server.ask({"SET", redis_keys::epoch, epoch});
    list.server.ask({"DEL", redis_keys::purges});
    CHECK_FALSE(list.report("w", {5, 0}, true));
    CHECK(list.why == "the purge log is gone");
    list.server.ask({"SET", redis_keys::workers, "nonsense"});
    list.server.ask({"XADD", redis_keys::purges, "5-0", "all", ""});
    CHECK_FALSE(list.report("w", {5, 0}, true));
    CHECK(list.why.starts_with("WRONGTYPE"));
}

TEST_CASE("a purge waits for an ended process that kept copies, unless they are gone")
{
    LogAndList list;
    std::string ended = WorkerList::this_worker();
    const std::size_t process = ended.find(' ') + 1;
    ended.replace(process, ended.find(' ', process) - process, "999999999");
    const auto report = [&] {
        return WorkerList::write(list.redis,
                                 {ended, {1, 0}, "line", epoch, blind_time, false, true}, list.why);
    };
    REQUIRE(report());
    CHECK(list.field(ended).ends_with(" 1000 copies"));
    const auto began = std::chrono::steady_clock::now();
    CHECK(list.wait({6, 0}).empty());
    CHECK(std::chrono::steady_clock::now() - began >= blind_time);
    REQUIRE(report());
    WorkerList::remove_if_ended(list.pool, ended);
    CHECK(list.field(ended) == "(nil)");
    const std::string alive = WorkerList::this_worker();
    REQUIRE(list.report(alive, {6, 0}));
    WorkerList::remove_if_ended(list.pool, alive);
    CHECK(list.field(alive).starts_with("6-0 "));
}

TEST_CASE("a purge waits for the copies of a process that has reported them just before its end")
{
    LogAndList list;
    std::string ended = WorkerList::this_worker();
    const std::size_t process = ended.find(' ') + 1;
    ended.replace(process, ended.find(' ', process) - process, "999999999");
    REQUIRE(list.report(ended, {1, 0}));
    support::RedisRelay relay{list.server.address()};
    RedisPool pool{relay.address(), timeout};
    // After the look at the list, which has the older report.
    relay.call_before("HGET\r", [&] {
        CHECK(WorkerList::write(list.redis, {ended, {1, 0}, "line", epoch, blind_time, false, true},
                                list.why));
    });
    const auto began = std::chrono::steady_clock::now();
    CHECK(WorkerList::wait(pool, {{6, 0}, "run", blind_time}, [](std::string& /*why*/) {
              return false;
          }).empty());
    CHECK(std::chrono::steady_clock::now() - began >= blind_time);
}

TEST_CASE("a purge does not wait for workers past its position, nor for ended processes")
{
    LogAndList list;
    CHECK(list.wait({6, 0}).empty());
    REQUIRE(list.report(elsewhere, {6, 0}));
    std::string ended = WorkerList::this_worker();
    const std::size_t process = ended.find(' ') + 1;
    ended.replace(process, ended.find(' ', process) - process, "999999999");
    REQUIRE(list.report(ended, {1, 0}));
    CHECK(list.wait({6, 0}).empty());
    CHECK(list.field(ended) == "(nil)");
    CHECK(list.field(elsewhere) != "(nil)");
}

TEST_CASE("a purge waits for a silent worker until its trust in its memory ends")
{
    LogAndList list;
    REQUIRE(list.report(elsewhere, {5, 0}));
    const auto began = std::chrono::steady_clock::now();
    CHECK(list.wait({6, 0}).empty());
    CHECK(std::chrono::steady_clock::now() - began > blind_time);
    CHECK(list.field(elsewhere) == "(nil)");
    CHECK_FALSE(list.report(elsewhere, {5, 0}, true));
}

TEST_CASE("a worker without a time is silent if its report does not change for long enough")
{
    LogAndList list;
    list.server.ask({"HSET", redis_keys::workers, elsewhere, "5-0 0 1000"});
    const auto began = std::chrono::steady_clock::now();
    CHECK(list.wait({6, 0}).empty());
    CHECK(std::chrono::steady_clock::now() - began > blind_time);
}

TEST_CASE("if the list, the epoch or the server was replaced, the log starts again")
{
    const std::vector<RedisConnection::Command> damages{
        {"DEL", redis_keys::workers},
        {"HSET", redis_keys::workers, redis_keys::mark, "e0"},
        {"DEL", redis_keys::epoch},
        {"SET", redis_keys::epoch, "nonsense"},
        {"SET", redis_keys::epoch, "e1 fresh 1 another-run"}};
    for (const auto& damage : damages) {
        LogAndList list;
        REQUIRE(list.wait({5, 0}).empty());
        list.server.ask(damage);
        CHECK(list.wait({5, 0}) == std::vector<std::string>{"not in this test"});
        CHECK(list.begun == 1);
    }
}

TEST_CASE("a list that cannot be read makes a purge late, with the reason")
{
    LogAndList list;
    list.server.ask({"SET", redis_keys::workers, "nonsense"});
    const auto late = list.wait({5, 0});
    REQUIRE(late.size() == 1);
    CHECK(late[0].starts_with("the list of workers cannot be read: WRONGTYPE"));
    list.server.kill();
    CHECK(
        list.wait({5, 0}) ==
        std::vector<std::string>{"the connection to redis was lost while waiting for the workers"});
}

TEST_CASE("a report that Redis does not get or does not answer has failed")
{
    LogAndList list;
    support::RedisRelay relay{list.server.address()};
    for (const bool is_carried_out : {false, true}) {
        CAPTURE(is_carried_out);
        RedisConnection cut_off{relay.address(), timeout};
        REQUIRE(cut_off.usable());
        if (is_carried_out) {
            relay.lose_answer_to("HSET");
        } else {
            relay.cut_before("HSET");
        }
        std::string why;
        CHECK_FALSE(
            WorkerList::write(cut_off, {elsewhere, {5, 0}, "line", epoch, blind_time, false}, why));
        CHECK_FALSE(why.empty());
        CHECK((list.field(elsewhere) != "(nil)") == is_carried_out);
        relay.mend();
    }
}

TEST_CASE("a silent worker that reports just before it is removed is waited for")
{
    LogAndList list;
    list.server.ask({"HSET", redis_keys::workers, elsewhere, "5-0 1 1000"});
    support::RedisRelay relay{list.server.address()};
    RedisPool pool{relay.address(), timeout};
    relay.call_before("EXEC", [&] {
        list.server.ask({"HSET", redis_keys::workers, elsewhere, "5-1 99999999999999 1000"});
    });
    std::vector<std::string> late;
    std::thread waits{[&] {
        late = WorkerList::wait(pool, {{6, 0}, "run", blind_time},
                                [](std::string& /*why*/) { return false; });
    }};
    CHECK(support::eventually([&] { return list.field(elsewhere).starts_with("5-1 "); }));
    const int trips = relay.trips();
    CHECK(support::eventually([&] { return relay.trips() > trips + 2; }));  // it looks again
    CHECK(list.report(elsewhere, {6, 0}, true));
    waits.join();
    CHECK(late.empty());
    CHECK(list.field(elsewhere).starts_with("6-0 "));
}
