#include <aspic/purging/purge_log_state.h>

#include <doctest/doctest.h>

#include <string>

#include <aspic/purging/redis_keys.h>
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::RedisServer;

namespace {

struct Log {
    PurgeLogState state()
    {
        const auto read = PurgeLogState::read(redis, server.address(), why);
        REQUIRE(read);
        return *read;
    }
    Begun begin(const PurgeLogState& before, const NewLog& wanted)
    {
        return begin_log(redis, server.address(), before, wanted, no_transactions, epoch, why);
    }

    RedisServer server;
    RedisConnection redis{server.address(), 2000ms};
    std::atomic<bool> no_transactions{false};
    std::string epoch;
    std::string why;
};

}  // namespace

TEST_CASE("the run of a server is read from its answer to INFO")
{
    CHECK(run_id_of("# Server\r\nredis_version:7\r\nrun_id:5f0c\r\ntcp_port:1\r\n") == "5f0c");
    CHECK(run_id_of("NOPERM").empty());
    CHECK(run_id_of("").empty());
}

TEST_CASE("the log in an empty Redis is not whole, and a new log is whole")
{
    Log log;
    const PurgeLogState none = log.state();
    CHECK_FALSE(none.is_whole());
    CHECK(none.last == Position{});
    CHECK_FALSE(none.run.empty());
    CHECK(none.milliseconds > 1'500'000'000'000U);

    CHECK(log.begin(none, {.position = {}, .follows_a_loss = false}) == Begun::done);
    const PurgeLogState begun = log.state();
    CHECK(begun.is_whole());
    CHECK(begun.text == log.epoch);
    CHECK(begun.last != Position{});
    REQUIRE(begun.epoch);
    CHECK_FALSE(begun.epoch->follows_a_loss);
    CHECK(begun.epoch->run == begun.run);
    // Its first record purges everything.
    CHECK(log.server.ask({"XRANGE", redis_keys::purges, "-", "+"}).find("\nall\n") !=
          std::string::npos);
}

TEST_CASE("a log is not whole if one of its keys is missing, or after the server was restarted")
{
    for (const char* key : {redis_keys::purges, redis_keys::workers, redis_keys::epoch}) {
        CAPTURE(key);
        Log log;
        log.begin(log.state(), {.position = {}, .follows_a_loss = false});
        REQUIRE(log.state().is_whole());
        log.server.ask({"DEL", key});
        CHECK_FALSE(log.state().is_whole());
    }
    Log log;
    log.begin(log.state(), {.position = {}, .follows_a_loss = true});
    PurgeLogState state = log.state();
    state.run = "another";
    CHECK_FALSE(state.is_whole());
    state.run.clear();  // INFO is refused
    CHECK(state.is_whole());
}

TEST_CASE("if two processes begin the log at the same time, one is overtaken")
{
    Log log;
    const PurgeLogState none = log.state();
    CHECK(log.begin(none, {.position = {}, .follows_a_loss = true}) == Begun::done);
    const std::string first = log.epoch;
    CHECK(log.begin(none, {.position = {}, .follows_a_loss = true}) == Begun::overtaken);
    CHECK(log.state().text == first);
}

TEST_CASE("a new log can begin where an old one ended, even if Redis's clock is behind")
{
    Log log;
    const Position far{99'999'999'999'999, 0};
    CHECK(log.begin(log.state(), {.position = far, .follows_a_loss = true}) == Begun::done);
    CHECK(log.state().last == far);
}

TEST_CASE("a log is begun step by step if Redis allows no transactions")
{
    Log log;
    log.server.ask({"ACL", "SETUSER", "default", "-multi", "-exec", "-watch"});
    const PurgeLogState none = log.state();
    CHECK(log.begin(none, {.position = {}, .follows_a_loss = false}) == Begun::done);
    CHECK(log.no_transactions.load());
    CHECK(log.state().is_whole());
}

TEST_CASE("a log that cannot be read or written fails, with the reason")
{
    Log log;
    log.server.ask({"SET", redis_keys::workers, "nonsense"});
    std::string why;
    CHECK_FALSE(PurgeLogState::read(log.redis, log.server.address(), why));
    CHECK(why.starts_with("WRONGTYPE"));
    log.server.ask({"DEL", redis_keys::workers});
    const PurgeLogState none = log.state();
    log.server.ask({"CONFIG", "SET", "maxmemory", "1"});
    CHECK(log.begin(none, {.position = {}, .follows_a_loss = false}) == Begun::failed);
    CHECK(log.why.starts_with("OOM"));
    log.server.kill();
    CHECK_FALSE(PurgeLogState::read(log.redis, log.server.address(), why));
    CHECK_FALSE(why.empty());
}
