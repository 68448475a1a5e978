// The commands of a site, run as its program runs them.
#include <aspic/commands/site_command.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <aspic/commands/run.h>
#include <aspic/purging/redis_purge_log.h>
#include "../support/entries.h"
#include "../support/message_of.h"
#include "../support/redis_server.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::eventually;
using support::RedisServer;
using support::TemporaryDirectory;

namespace {

/// A program with the command `import`, which purges the pages that it has changed.
struct Program {
    int run(std::vector<std::string> options)
    {
        Site site = support::small_site();
        site.command("import", "bring new data", [this](const Settings& /*settings*/) {
            outcome = purge(by_tag(tag("manual", "ls")));
            return outcome.complete() ? 0 : 1;
        });
        options.insert(options.begin(),
                       {"/usr/bin/site", "import", "--data", data.path().string()});
        std::vector<char*> arguments;
        for (std::string& word : options)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        return aspic::run(static_cast<int>(options.size()), arguments.data(), site);
    }

    TemporaryDirectory data;
    PurgeOutcome outcome;
};

PurgeLogSettings worker_settings(const std::filesystem::path& data)
{
    return {.blind_time = 1000ms, .redis_timeout = 500ms, .spool = data / "waiting-purges"};
}

bool is_dead(const RedisPurgeLog& log, Position made)
{
    const auto entry = support::full_entry();
    entry->position = made;
    return log.index().judge(*entry, current_time()).dead;
}

}  // namespace

TEST_CASE("after a site's command has purged a page, no running worker serves it")
{
    const RedisServer server;
    Program program;
    RedisPurgeLog one{server.address(), worker_settings(program.data.path()),
                      RedisPurgeLog::Role::worker};
    RedisPurgeLog other{server.address(), worker_settings(program.data.path()),
                        RedisPurgeLog::Role::worker};
    REQUIRE(eventually([&] { return one.is_current() && other.is_current(); }));
    const Position before = one.index().position();
    REQUIRE_FALSE(is_dead(one, before));

    CHECK(program.run({"--redis", server.address().to_text()}) == 0);
    CHECK(program.outcome.complete());
    CHECK(is_dead(one, before));
    CHECK(is_dead(other, before));
    // The command is not a worker, so later purges do not wait for it.
    CHECK(one.purge(everything()).complete());
    CHECK(contains(server.ask({"HLEN", "aspic:workers"}),
                   "3"));  // the two workers, and the log's name
}

TEST_CASE("a command that cannot reach Redis leaves its purge on disk, and a worker writes it")
{
    RedisServer server;
    Program program;
    const std::string address = server.address().to_text();
    server.kill();
    CHECK(program.run({"--redis", address}) == 1);
    CHECK_FALSE(program.outcome.appended);
    CHECK(program.outcome.kept);
    CHECK(
        contains(program.outcome.problem, "it is on disk, and will be written when redis is back"));

    server.start();
    RedisPurgeLog worker{server.address(), worker_settings(program.data.path()),
                         RedisPurgeLog::Role::worker};
    REQUIRE(eventually([&] { return worker.is_current(); }));
    CHECK(contains(server.ask({"XREVRANGE", "aspic:purges", "+", "-", "COUNT", "1"}), "manual:ls"));
    CHECK(std::filesystem::is_empty(program.data / "waiting-purges"));
}

TEST_CASE("with --cache memory a command's purge reaches no other process, and says so")
{
    Program program;
    CHECK(program.run({"--cache", "memory"}) == 1);
    CHECK_FALSE(program.outcome.appended);
    CHECK_FALSE(program.outcome.kept);
    CHECK(contains(program.outcome.problem, "with --cache memory each process keeps its pages"));
    CHECK(std::filesystem::is_empty(program.data.path()));
}

TEST_CASE("after a command its thread has no purge log")
{
    Program program;
    program.run({"--cache", "memory"});
    CHECK_THROWS_AS(purge(everything()), std::logic_error);
}
