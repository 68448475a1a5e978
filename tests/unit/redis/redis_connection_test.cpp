#include <aspic/redis/redis_connection.h>

#include <doctest/doctest.h>

#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::RedisServer;

namespace {

constexpr auto timeout = 2000ms;

std::string number_of_keys(const RedisServer& server)
{
    return server.ask({"DBSIZE"});
}

}  // namespace

TEST_CASE("a connection that cannot be made gives the reason, and no replies")
{
    RedisConnection connection{RedisAddress::parse("unix:/nonexistent/redis.sock").value(), 100ms};
    CHECK_FALSE(connection.usable());
    CHECK(connection.error() == "No such file or directory");
    CHECK_FALSE(connection.run({"PING"}));
    CHECK(connection.run_all({{"PING"}, {"PING"}}).empty());
}

TEST_CASE("the replies are in the order of their commands, and an error is a reply")
{
    const RedisServer server;
    RedisConnection redis{server.address(), timeout};
    const auto replies =
        redis.run_all({{"SET", "a", "1"}, {"LPUSH", "a", "x"}, {"GET", "a"}, {"GET", "none"}});
    REQUIRE(replies.size() == 4);
    CHECK(text_of(*replies[0]) == "OK");
    CHECK(replies[1]->type == REDIS_REPLY_ERROR);
    CHECK(text_of(*replies[1]).starts_with("WRONGTYPE"));
    CHECK(text_of(*replies[2]) == "1");
    CHECK(replies[3]->type == REDIS_REPLY_NIL);
    CHECK(text_of(*replies[3]).empty());
    CHECK(redis.usable());
    CHECK(redis.is_settled());
}

TEST_CASE("a value may hold any byte")
{
    const RedisServer server;
    RedisConnection redis{server.address(), timeout};
    const std::string bytes{"\0\r\n\xff", 4};
    redis.run({"SET", "a", bytes});
    CHECK(text_of(*redis.run({"GET", "a"})) == bytes);
}

TEST_CASE("a value may be longer than one read")
{
    const RedisServer server;
    RedisConnection redis{server.address(), timeout};
    const std::string page(1'000'000, 'x');
    const auto replies = redis.run_all({{"SET", "a", page}, {"GET", "a"}, {"GET", "a"}, {"PING"}});
    REQUIRE(replies.size() == 4);
    CHECK(text_of(*replies[1]) == page);
    CHECK(take_text(*replies[2]) == page);
    CHECK(text_of(*replies[3]) == "PONG");
}

TEST_CASE("the address names the database, and a wrong password is reported")
{
    const RedisServer server;
    RedisAddress address = server.address();
    address.database = 3;
    RedisConnection redis{address, timeout};
    redis.run({"SET", "a", "1"});
    CHECK(number_of_keys(server) == "0");

    server.ask({"CONFIG", "SET", "requirepass", "secret"});
    address.password = "wrong";
    CHECK(RedisConnection{address, timeout}.error().starts_with("AUTH: WRONGPASS"));
    address.password = "secret";
    CHECK(RedisConnection{address, timeout}.usable());
    address.user = "nobody";
    CHECK_FALSE(RedisConnection{address, timeout}.usable());
}

TEST_CASE("a server that has ended is distinguished from one that does not answer")
{
    RedisServer server;
    RedisConnection redis{server.address(), timeout};
    RedisConnection hasty{server.address(), 50ms};
    server.ask({"CLIENT", "PAUSE", "60000", "ALL"});
    CHECK_FALSE(hasty.run({"PING"}));
    CHECK_FALSE(hasty.usable());
    CHECK_FALSE(hasty.has_ended());
    CHECK_FALSE(hasty.is_settled());
    server.kill();
    CHECK(redis.run_all({{"PING"}, {"PING"}}).empty());
    CHECK(redis.has_ended());
}

TEST_CASE("a connection knows if Redis only queues its commands")
{
    const RedisServer server;
    server.ask({"ACL", "SETUSER", "default", "-exec"});
    RedisConnection redis{server.address(), timeout};
    // MULTI may be anywhere in the pipeline, or in an earlier one.
    SUBCASE("in one pipeline")
    {
        redis.run_all({{"SET", "a", "1"}, {"MULTI"}, {"SET", "b", "1"}, {"EXEC"}});
    }
    SUBCASE("in two")
    {
        redis.run_all({{"WATCH", "a"}, {"MULTI"}});
        CHECK_FALSE(redis.has_refused_exec());
        redis.run_all({{"SET", "b", "1"}, {"EXEC"}});
    }
    CHECK(redis.has_refused_exec());
    CHECK(server.ask({"EXISTS", "b"}) == "0");
}

TEST_CASE("an EXEC that is refused after a refused MULTI queues nothing")
{
    const RedisServer server;
    server.ask({"ACL", "SETUSER", "default", "-multi", "-exec"});
    RedisConnection redis{server.address(), timeout};
    redis.run_all({{"MULTI"}, {"SET", "b", "1"}, {"EXEC"}});
    CHECK_FALSE(redis.has_refused_exec());
    CHECK(server.ask({"GET", "b"}) == "1");
}
