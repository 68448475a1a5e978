// The commands that fill and show the pages in Redis: warm, inspect, stats.
#include <doctest/doctest.h>

#include "../support/message_of.h"
#include "../support/redis_server.h"
#include "../support/run_command.h"
#include "../support/small_site.h"

using namespace aspic;
using support::CommandRun;
using support::contains;
using support::RedisServer;

namespace {

struct Commands {
    CommandRun run(std::vector<std::string> words) const
    {
        words.insert(words.end(), {"--redis", server.address().to_text(), "--templates",
                                   templates.path().string(), "--threads", "2"});
        Site site = support::small_site();
        site.all_paths([](const Settings& /*settings*/) {
            return std::vector<std::string>{"/cached/a", "/cached/b"};
        });
        return support::run_command(site, std::move(words));
    }

    RedisServer server;
    support::SmallTemplates templates;
};

}  // namespace

TEST_CASE("warm renders pages that are not in Redis, and skips fresh ones")
{
    const Commands commands;
    const CommandRun first = commands.run({"warm", "/cached/a", "/cached/a", "/"});
    CHECK(first.code == 0);
    CHECK(
        first.out.starts_with("1 page rendered, 0 fresh already, 1 not cacheable, 0 failed, in "));
    const CommandRun all = commands.run({"warm", "--all"});
    CHECK(all.out.starts_with("1 page rendered, 1 fresh already, 0 not cacheable, 0 failed"));
    const CommandRun missing = commands.run({"warm", "/nowhere"});
    CHECK(missing.code == 1);
    CHECK(contains(missing.out, "failed: /nowhere: the answer is 404 Not Found"));
}

TEST_CASE("warm needs exactly one of paths, a sitemap and all")
{
    const Commands commands;
    const auto warm_file = [&](const std::string& text) {
        const support::TemporaryDirectory directory;
        const auto file = directory.write("sitemap.xml", text);
        return commands.run({"warm", "--sitemap", file.string(), "--mount", "/docs"});
    };
    CHECK(commands.run({"warm"}).code == 2);
    CHECK(commands.run({"warm", "/", "--all"}).code == 2);
    CHECK(contains(commands.run({"warm", "ls"}).error, "\"ls\" is not the path of a page"));
    CHECK(contains(commands.run({"warm", "/", "--debug"}).error, "there is nothing to warm"));
    CHECK(warm_file("<url><loc>http://example.org/docs/cached/a</loc></url>")
              .out.starts_with("1 page rendered"));
    CHECK(
        contains(warm_file("<url><loc>/cached/a</loc></url>").error, "is not below --mount /docs"));
    CHECK(contains(warm_file("no addresses").error, "there is no <loc> element"));
}

TEST_CASE("inspect shows a page that is in Redis")
{
    const Commands commands;
    REQUIRE(commands.run({"warm", "/cached/a?q=1"}).code == 0);
    const CommandRun shown = commands.run({"inspect", "/cached/a?q=1"});
    CHECK(shown.code == 0);
    CHECK(contains(shown.out, "fresh, for another "));
    CHECK(contains(shown.out, "query q = \"1\""));
    CHECK(contains(shown.out, "/_navigation at byte "));
    const CommandRun other = commands.run({"inspect", "/cached/a"});
    CHECK(other.code == 1);
    CHECK(contains(other.out, "not in Redis"));
    CHECK(
        contains(other.out, "other pages of this path in Redis, for other queries or fields: 1\n"));
}

TEST_CASE("inspect says why a page cannot be in Redis")
{
    const Commands commands;
    CHECK(commands.run({"inspect", "/"}).out == "/: not cached; its route / has no cache_page\n");
    CHECK(commands.run({"inspect", "/nowhere"}).out ==
          "/nowhere: no route matches; \"routes\" lists them\n");
    CHECK(commands.run({"inspect", "/nowhere"}).code == 1);
    CHECK(commands.run({"inspect"}).code == 2);
    CHECK(commands.run({"inspect", "ls"}).code == 2);
}

TEST_CASE("stats counts the pages in Redis by version")
{
    const Commands commands;
    const CommandRun empty = commands.run({"stats"});
    CHECK(empty.code == 0);
    CHECK(contains(empty.out, "  pages      none\n"));
    CHECK(contains(empty.out, "No worker is running.\n"));
    REQUIRE(commands.run({"warm", "--all"}).code == 0);
    CHECK(contains(commands.run({"stats"}).out, "  pages      2 pages of version "));
}
