#include <aspic/purging/purge_record.h>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::RedisServer;

namespace {

class Log {
public:
    /// The newest record, read back.
    std::optional<Purge> newest()
    {
        const auto reply = redis.run({"XREVRANGE", redis_keys::purges, "+", "-", "COUNT", "1"});
        return parse_purge(*reply->element[0]->element[1]);
    }
    std::string length() const { return server.ask({"XLEN", redis_keys::purges}); }

    RedisServer server;
    RedisConnection redis{server.address(), 2000ms};
};

const std::vector<Purge> all_kinds{by_tag("manual:ls"), by_tag("a", true), by_path("/man/1/ls"),
                                   by_path("/", true),  everything(),      everything(true)};

}  // namespace

TEST_CASE("a purge is read back as it was written")
{
    Log log;
    for (const Purge& purge : all_kinds) {
        CAPTURE(purge.to_text());
        for (const auto& command : {plain_append_command(purge), append_command(purge, "0")}) {
            REQUIRE(log.redis.run(command)->type == REDIS_REPLY_STRING);
            const auto read = log.newest();
            REQUIRE(read);
            CHECK(read->to_text() == purge.to_text());
            CHECK(read->soft == purge.soft);
        }
    }
}

TEST_CASE("a purge is appended only if there is a log, unless Redis is too old to check that")
{
    Log log;
    const Purge purge = everything();
    CHECK(log.redis.run(append_command(purge, "0"))->type == REDIS_REPLY_NIL);
    CHECK(log.length() == "0");
    CHECK(log.redis.run(plain_append_command(purge))->type == REDIS_REPLY_STRING);
    CHECK(log.length() == "1");
}

TEST_CASE("records older than all pages are dropped when a purge is appended")
{
    Log log;
    log.server.ask({"CONFIG", "SET", "stream-node-max-entries", "1"});
    for (const std::string id : {"1-0", "2-0", "3-0"})
        log.server.ask({"XADD", redis_keys::purges, id, "all", "", "soft", "0"});
    const Purge purge = everything();
    log.redis.run(append_command(purge, "3"));
    CHECK(log.length() == "2");
}

TEST_CASE("another kind of record is not a purge, and unknown fields are skipped")
{
    Log log;
    log.server.ask({"XADD", redis_keys::purges, "*", "colour", "red"});
    CHECK_FALSE(log.newest());
    log.server.ask({"XADD", redis_keys::purges, "*", "soft", "1"});
    CHECK_FALSE(log.newest());
    log.server.ask({"XADD", redis_keys::purges, "*", "tag", "a", "reason", "b"});
    const auto read = log.newest();
    REQUIRE(read);
    CHECK(read->to_text() == "tag a");
    CHECK_FALSE(read->soft);
}
