#include <aspic/purging/redis_purge_log.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>

#include <aspic/purging/redis_keys.h>
#include "../support/entries.h"
#include "../support/redis_relay.h"
#include "../support/redis_server.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::eventually;
using support::RedisRelay;
using support::RedisServer;
using support::TemporaryDirectory;

namespace {

using Role = RedisPurgeLog::Role;

PurgeLogSettings quick_settings(const std::filesystem::path& spool = {})
{
    return {.blind_time = 1000ms, .redis_timeout = 500ms, .version = "v1", .spool = spool};
}

/// A page that was rendered when the log was at this position.
bool is_dead(const RedisPurgeLog& log, Position made, const std::string& tag = "manual:ls")
{
    const auto entry = support::full_entry();
    entry->position = made;
    entry->tags = {tag};
    return log.index().judge(*entry, current_time()).dead;
}

std::string newest_record(const RedisServer& server)
{
    return server.ask({"XREVRANGE", redis_keys::purges, "+", "-", "COUNT", "1"});
}

bool has_no_files(const std::filesystem::path& directory)
{
    return !std::filesystem::exists(directory) || std::filesystem::is_empty(directory);
}

}  // namespace

TEST_CASE("a purge is complete when two workers have applied it")
{
    const RedisServer server;
    RedisPurgeLog first{server.address(), quick_settings(), Role::worker};
    RedisPurgeLog second{server.address(), quick_settings(), Role::worker};
    REQUIRE(eventually([&] { return first.is_current() && second.is_current(); }));
    const Position before = second.index().position();
    CHECK_FALSE(is_dead(second, before));
    const PurgeOutcome outcome = first.purge(by_tag("manual:ls"));
    CHECK(outcome.complete());
    CHECK(outcome.problem.empty());
    CHECK(is_dead(first, before));
    CHECK(is_dead(second, before));
    CHECK_FALSE(is_dead(second, second.index().position()));
}

TEST_CASE("after the loss of any key of the log older pages are dead, and purges complete again")
{
    for (const char* key : {redis_keys::purges, redis_keys::workers, redis_keys::epoch}) {
        CAPTURE(key);
        const RedisServer server;
        RedisPurgeLog log{server.address(), quick_settings(), Role::worker};
        REQUIRE(eventually([&] { return log.is_current(); }));
        REQUIRE(log.purge(by_tag("other")).complete());
        const Position before = log.index().position();
        server.ask({"DEL", key});
        CHECK(log.purge(by_tag("another")).complete());
        CHECK(is_dead(log, before));
        CHECK(eventually([&] { return log.is_current(); }));
        CHECK_FALSE(is_dead(log, log.index().position()));
        CHECK(log.purge(by_tag("manual:ls")).complete());
    }
}

TEST_CASE("a purge without Redis says so, applies here at once, and is in the log later")
{
    const TemporaryDirectory data;
    RedisServer server;
    RedisPurgeLog log{server.address(), quick_settings(data / "spool"), Role::worker};
    REQUIRE(eventually([&] { return log.is_current(); }));
    const Position before = log.index().position();
    server.kill();
    const PurgeOutcome outcome = log.purge(by_tag("manual:ls"));
    CHECK_FALSE(outcome.complete());
    CHECK_FALSE(outcome.appended);
    CHECK(outcome.kept);
    CHECK(outcome.problem.find("it is on disk") != std::string::npos);
    CHECK(is_dead(log, before));
    CHECK(is_dead(log, {UINT64_MAX, 0}));
    CHECK_FALSE(has_no_files(data / "spool"));
    server.start();
    CHECK(eventually([&] { return has_no_files(data / "spool") && log.is_current(); }));
    CHECK(newest_record(server).find("manual:ls") != std::string::npos);
    CHECK(is_dead(log, before));
    CHECK_FALSE(is_dead(log, log.index().position()));
}

TEST_CASE("a purge of an ended process is in the log before the next process trusts a page")
{
    const TemporaryDirectory data;
    RedisServer server;
    {
        RedisPurgeLog log{server.address(), quick_settings(data / "spool"), Role::worker};
        REQUIRE(eventually([&] { return log.is_current(); }));
        server.kill();
        CHECK(log.purge(by_tag("manual:ls")).kept);
    }
    CHECK_FALSE(has_no_files(data / "spool"));
    RedisPurgeLog next{server.address(), quick_settings(data / "spool"), Role::worker};
    CHECK_FALSE(next.is_current());
    CHECK(is_dead(next, {UINT64_MAX, 0}));
    server.start();
    REQUIRE(eventually([&] { return next.is_current(); }));
    CHECK(newest_record(server).find("manual:ls") != std::string::npos);
    CHECK(has_no_files(data / "spool"));
    CHECK_FALSE(is_dead(next, next.index().position()));
}

TEST_CASE("without a data directory a waiting purge says that it may be lost")
{
    RedisServer server;
    RedisPurgeLog log{server.address(), quick_settings(), Role::worker};
    server.kill();
    const PurgeOutcome outcome = log.purge(everything());
    CHECK_FALSE(outcome.kept);
    CHECK(outcome.problem.find("is lost if this process ends before") != std::string::npos);
}

TEST_CASE(
    "no purge waits for a command that only purges, and such a command leaves no waiting purges")
{
    const TemporaryDirectory data;
    RedisServer server;
    RedisPurgeLog worker{server.address(), quick_settings(), Role::worker};
    REQUIRE(eventually([&] { return worker.is_current(); }));
    RedisPurgeLog command{server.address(), quick_settings(data / "spool"), Role::bystander};
    CHECK(command.purge(by_tag("manual:ls")).complete());
    server.kill();
    const PurgeOutcome outcome = command.purge(everything());
    CHECK_FALSE(outcome.appended);
    CHECK_FALSE(outcome.kept);
    CHECK(has_no_files(data / "spool"));
}

TEST_CASE("a purge that a site's command cannot write stays on disk, and a worker writes it")
{
    const TemporaryDirectory data;
    RedisServer server;
    RedisPurgeLog worker{server.address(), quick_settings(data / "spool"), Role::worker};
    REQUIRE(eventually([&] { return worker.is_current(); }));
    RedisRelay relay{server.address()};
    {
        RedisPurgeLog command{relay.address(), quick_settings(data / "spool"), Role::command};
        CHECK(command.purge(by_tag("manual:ls")).complete());
        relay.cut();
        const PurgeOutcome outcome = command.purge(by_tag("manual:cp"));
        CHECK_FALSE(outcome.appended);
        CHECK(outcome.kept);
    }
    CHECK(eventually([&] { return newest_record(server).find("manual:cp") != std::string::npos; }));
    CHECK(eventually([&] { return has_no_files(data / "spool"); }));
}

TEST_CASE("a command reports a lost purge if it is neither in Redis nor on disk")
{
    RedisServer server;
    RedisPurgeLog command{server.address(), quick_settings(), Role::command};
    server.kill();
    const PurgeOutcome outcome = command.purge(everything());
    CHECK_FALSE(outcome.kept);
    CHECK(outcome.problem.find("it is lost, because it is not on disk either") !=
          std::string::npos);
}

TEST_CASE("if Redis is lost while a purge waits for the workers, the purge is in the log, and late")
{
    const RedisServer server;
    RedisPurgeLog worker{server.address(), quick_settings(), Role::worker};
    REQUIRE(eventually([&] { return worker.is_current(); }));
    RedisRelay relay{server.address()};
    RedisPurgeLog command{relay.address(), quick_settings(), Role::bystander};
    relay.cut_before("HGETALL");
    const PurgeOutcome outcome = command.purge(by_tag("manual:ls"));
    CHECK(outcome.appended);
    CHECK_FALSE(outcome.complete());
    CHECK(outcome.late == std::vector<std::string>{
                              "the connection to redis was lost while waiting for the workers"});
    CHECK(newest_record(server).find("manual:ls") != std::string::npos);
}

TEST_CASE("a purge whose answer is lost is written again, and complete")
{
    const RedisServer server;
    RedisPurgeLog worker{server.address(), quick_settings(), Role::worker};
    REQUIRE(eventually([&] { return worker.is_current(); }));
    RedisRelay relay{server.address()};
    RedisPurgeLog command{relay.address(), quick_settings(), Role::bystander};
    REQUIRE(command.purge(by_tag("other")).complete());  // from now on there is an idle connection
    const int before = std::stoi(server.ask({"XLEN", redis_keys::purges}));
    relay.lose_answer_to("XADD");
    CHECK(command.purge(by_tag("manual:ls")).complete());
    CHECK(std::stoi(server.ask({"XLEN", redis_keys::purges})) == before + 2);
}

TEST_CASE("a worker without Redis distrusts its memory after the blind time, until Redis is back")
{
    const RedisServer server;
    RedisRelay relay{server.address()};
    RedisPurgeLog cut_off{relay.address(), quick_settings(), Role::worker};
    RedisPurgeLog other{server.address(), quick_settings(), Role::worker};
    REQUIRE(eventually([&] { return cut_off.is_current() && other.is_current(); }));
    const Position before = cut_off.index().position();
    relay.cut();
    CHECK(eventually([&] { return cut_off.is_lost(); }));
    // The purge waits until the disconnected worker no longer trusts its memory.
    CHECK(other.purge(by_tag("manual:ls")).complete());
    CHECK_FALSE(cut_off.is_current());
    CHECK_FALSE(is_dead(cut_off, before));
    relay.mend();
    REQUIRE(eventually([&] { return cut_off.is_current(); }));
    CHECK_FALSE(cut_off.is_lost());
    CHECK(is_dead(cut_off, before));
}
