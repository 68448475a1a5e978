#include <doctest/doctest.h>

#include <aspic/purging/redis_purge_log.h>
#include "../support/entries.h"
#include "../support/message_of.h"
#include "../support/redis_server.h"
#include "../support/run_command.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::CommandRun;
using support::contains;
using support::eventually;
using support::RedisServer;

namespace {

const PurgeLogSettings quick_settings{.redis_timeout = 2s, .version = "v1"};

CommandRun purge_with(std::vector<std::string> words)
{
    words.insert(words.begin(), "purge");
    return support::run_command(support::small_site(), std::move(words));
}

}  // namespace

TEST_CASE("the purge command returns when the worker has applied it")
{
    const RedisServer server;
    RedisPurgeLog worker{server.address(), quick_settings, RedisPurgeLog::Role::worker};
    REQUIRE(eventually([&] { return worker.is_current(); }));
    const auto entry = support::full_entry();
    entry->position = worker.index().position();
    CHECK_FALSE(worker.index().judge(*entry, current_time()).dead);
    const CommandRun run =
        purge_with({"--tag", "manual:ls", "--redis", server.address().to_text()});
    CAPTURE(run.error);
    CHECK(run.code == 0);
    CHECK(run.out.starts_with("purge of tag manual:ls: 1 worker applied it, in "));
    CHECK(worker.index().judge(*entry, current_time()).dead);
}

TEST_CASE("the purge command says so if no worker is running")
{
    const RedisServer server;
    {
        const RedisPurgeLog worker{server.address(), quick_settings, RedisPurgeLog::Role::worker};
        REQUIRE(eventually([&] { return worker.is_current(); }));
    }
    const CommandRun run = purge_with({"--all", "--soft", "--redis", server.address().to_text()});
    CAPTURE(run.error);
    CHECK(run.code == 0);
    CHECK(run.out.starts_with("soft purge of all: no worker is running, in "));
}

TEST_CASE("the purge command needs exactly one of a tag, a path and all")
{
    CHECK(purge_with({}).code == 2);
    CHECK(contains(purge_with({"--tag", "a", "--all"}).error,
                   "purge needs exactly one of --tag TAG, --path PATH and --all"));
    CHECK(contains(purge_with({"--path", "ls"}).error, "--path: "));
}

TEST_CASE("the purge command fails without Redis, and says that nothing was purged")
{
    const CommandRun run = purge_with({"--all", "--redis", "unix:/nonexistent/redis.sock"});
    CHECK(run.code == 1);
    CHECK(run.error.ends_with("nothing was purged\n"));
    CHECK(purge_with({"--all", "--cache", "memory"}).code == 2);
}
