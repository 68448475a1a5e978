#include <aspic/commands/redis_questions.h>

#include <doctest/doctest.h>

#include <set>
#include <stdexcept>

#include "../support/message_of.h"
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::message_of;
using support::RedisServer;

TEST_CASE("every command gets its reply, and a refusal names the command")
{
    const RedisServer server;
    RedisConnection redis{server.address(), 2s};
    const auto replies = ask_redis(redis, {{"SET", "a", "1"}, {"GET", "a"}, {"GET", "b"}});
    REQUIRE(replies.size() == 3);
    CHECK(text_of(*replies[1]) == "1");
    CHECK(replies[2]->type == REDIS_REPLY_NIL);
    CHECK(message_of<std::runtime_error>([&] {
              ask_redis(redis, {{"LLEN", "a"}});
          }).starts_with("redis refused LLEN: WRONGTYPE"));
    CHECK(ask_redis(redis, {}).empty());
}

TEST_CASE("a lost connection is reported")
{
    RedisServer server;
    RedisConnection redis{server.address(), 2s};
    server.kill();
    CHECK(message_of<std::runtime_error>([&] {
              ask_redis(redis, {{"PING"}});
          }).starts_with("the connection to redis was lost: "));
}

TEST_CASE("a scan finds every key that matches, and no other")
{
    const RedisServer server;
    RedisConnection redis{server.address(), 2s};
    std::set<std::string> wanted;
    for (int i = 0; i < 2500; ++i) {
        const std::string number = std::to_string(i);
        const std::string name = "page:" + number;
        const std::string other = "other:" + number;
        ask_redis(redis, {{"SET", name, ""}, {"SET", other, ""}});
        wanted.insert(name);
    }
    std::set<std::string> found;
    scan_redis(redis, "page:*", [&](const std::vector<std::string>& names) {
        CHECK_FALSE(names.empty());
        found.insert(names.begin(), names.end());
    });
    CHECK(found == wanted);
}

TEST_CASE("a number is read from the beginning of the text")
{
    CHECK(leading_number("12-3") == 12);
    CHECK(leading_number("18446744073709551615 x") == UINT64_MAX);
    CHECK(leading_number("") == 0);
    CHECK(leading_number("x1") == 0);
    CHECK(leading_number("-1") == 0);
}
