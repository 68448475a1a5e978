#include <aspic/sessions/redis_session_store.h>

#include <doctest/doctest.h>

#include "../support/captured_log.h"
#include "../support/message_of.h"
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::RedisServer;
using Outcome = SessionStore::Outcome;

namespace {

const std::string id{"0123456789abcdef"};

}  // namespace

TEST_CASE("a session in Redis is written with its lifetime, read and removed")
{
    const RedisServer redis;
    RedisSessionStore store{redis.address(), 2000ms};
    CHECK(store.read(id).outcome == Outcome::absent);
    const std::string content{"a\0b", 3};
    CHECK(store.write(id, content, 100s, true) == Outcome::done);
    CHECK(store.read(id).content == content);
    const std::string key = "aspic:session:30313233343536373839616263646566";
    CHECK(std::stoi(redis.ask({"TTL", key})) > 90);
    CHECK(store.write(id, "later", 1000s, false) == Outcome::done);
    CHECK(std::stoi(redis.ask({"TTL", key})) > 900);
    CHECK(store.remove(id) == Outcome::done);
    CHECK(redis.ask({"EXISTS", key}) == "0");
}

TEST_CASE("a session that is no longer in Redis is not brought back by a later change")
{
    const RedisServer redis;
    RedisSessionStore store{redis.address(), 2000ms};
    CHECK(store.write(id, "a", 100s, true) == Outcome::done);
    redis.ask({"FLUSHALL"});
    CHECK(store.write(id, "b", 100s, false) == Outcome::absent);
    CHECK(store.read(id).outcome == Outcome::absent);
}

TEST_CASE("a Redis that is away or refuses makes sessions unavailable, not absent")
{
    RedisServer redis;
    RedisSessionStore store{redis.address(), 2000ms};
    CHECK(store.write(id, "a", 100s, true) == Outcome::done);
    redis.ask({"CONFIG", "SET", "maxmemory", "1"});
    const support::CapturedLog log;
    CHECK(store.write(id, "b", 100s, false) == Outcome::unavailable);
    CHECK(support::contains(log.text(), "redis refused to write a session"));
    redis.kill();
    CHECK(store.read(id).outcome == Outcome::unavailable);
    CHECK(store.write(id, "b", 100s, true) == Outcome::unavailable);
}
