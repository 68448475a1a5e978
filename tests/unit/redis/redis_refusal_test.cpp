#include <aspic/redis/redis_refusal.h>

#include <doctest/doctest.h>

#include <aspic/redis/redis_connection.h>
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::RedisServer;

namespace {

constexpr auto timeout = 2000ms;

}  // namespace

TEST_CASE("a command that is not allowed or not known is refused, and no other error is a refusal")
{
    const RedisServer server;
    RedisConnection redis{server.address(), timeout};
    server.ask({"SET", "text", "x"});
    server.ask({"ACL", "SETUSER", "default", "-hget"});
    CHECK(is_refused(*redis.run({"HGET", "a", "b"})));
    CHECK(is_refused(*redis.run({"NOSUCHCOMMAND"})));
    CHECK_FALSE(is_refused(*redis.run({"HSET", "text", "a", "b"})));
    CHECK_FALSE(is_refused(*redis.run({"GET", "text"})));
    CHECK_FALSE(is_refused(*redis.run({"GET"})));
}

TEST_CASE("an EXEC that is not allowed is refused, and one whose commands failed is not")
{
    const RedisServer server;
    RedisConnection redis{server.address(), timeout};
    const auto failed = redis.run_all({{"MULTI"}, {"HSET", "a"}, {"EXEC"}});
    CHECK(failed[2]->type == REDIS_REPLY_ERROR);
    CHECK_FALSE(is_refused(*failed[2]));
    server.ask({"ACL", "SETUSER", "default", "-exec"});
    CHECK(is_refused(*redis.run_all({{"MULTI"}, {"EXEC"}})[1]));
}

TEST_CASE("the advice names the user and the command that is not allowed")
{
    const RedisServer server;
    server.ask({"ACL", "SETUSER", "web", "on", ">secret", "allkeys", "allcommands", "-xadd"});
    RedisAddress address = server.address();
    address.user = "web";
    address.password = "secret";
    RedisConnection redis{address, timeout};
    const RedisReply reply = redis.run({"XADD", "a", "*", "b", "c"});
    CHECK(way_out_of(address, text_of(*reply)) == "allow it: ACL SETUSER web +xadd");
    CHECK(way_out_of(server.address(), text_of(*reply)) == "allow it: ACL SETUSER default +xadd");
    CHECK(way_out_of(address, "NOPERM and no name").empty());
    CHECK(way_out_of(address, "WRONGTYPE of 'xadd'").empty());
}
