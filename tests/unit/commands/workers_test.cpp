#include <aspic/commands/workers.h>

#include <doctest/doctest.h>

#include <iostream>

#include <aspic/purging/redis_purge_log.h>
#include "../support/message_of.h"
#include "../support/redis_server.h"
#include "../support/run_command.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::eventually;
using support::RedisServer;

TEST_CASE("a worker that follows the purge log is listed with its own report")
{
    const RedisServer server;
    RedisConnection redis{server.address(), 2s};
    CHECK(read_workers(redis).empty());
    RedisPurgeLog log{server.address(),
                      {.redis_timeout = 2s, .version = "5e7212ae"},
                      RedisPurgeLog::Role::worker};
    log.tell_others([] { return "hit=12 pages=3"; });
    std::vector<WorkerView> workers;
    REQUIRE(eventually([&] {
        workers = read_workers(redis);
        return workers.size() == 1 && workers[0].number("hit") == 12;
    }));
    CHECK(workers[0].number("pages") == 3);
    CHECK(workers[0].number("nothing") == 0);
    CHECK(workers[0].version() == "5e7212ae");
    CHECK(workers[0].silent < 30s);
    CHECK(name_of_worker(workers[0].id).starts_with("process " + std::to_string(::getpid())));
    log.tell_others(nullptr);
}

TEST_CASE("a worker is named by its process and host, and any other id by itself")
{
    CHECK(name_of_worker("web1/4026531836 4711 0123456789abcdef") == "process 4711 on web1");
    CHECK(name_of_worker("web1 4711 x") == "process 4711 on web1");
    CHECK(name_of_worker("something else") == "something else");
    CHECK(name_of_worker("") == "");
}

TEST_CASE("a command warns if its version differs from that of the workers")
{
    WorkerView worker;
    worker.told["version"] = "old";
    const auto warning = [](const std::vector<WorkerView>& workers, const std::string& version) {
        const support::Captured error{std::cerr};
        warn_of_other_version(workers, version);
        return error.text();
    };
    CHECK(warning({}, "new").empty());
    CHECK(warning({worker}, "old").empty());
    const std::string text = warning({worker}, "new");
    CHECK(contains(text, "version old"));
    CHECK(contains(text, "version new"));
    WorkerView other;
    other.told["version"] = "new";
    CHECK(warning({worker, other}, "new").empty());
}
