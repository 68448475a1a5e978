#include <aspic/jobs/redis_job_lease.h>

#include <doctest/doctest.h>

#include "../support/captured_log.h"
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::eventually;
using support::RedisServer;

namespace {

constexpr auto timeout = 2000ms;

RedisJobLease lease_at(const RedisServer& server, std::chrono::milliseconds lifetime = 10s)
{
    return {std::make_shared<RedisPool>(server.address(), timeout), "clean-up", lifetime};
}

}  // namespace

TEST_CASE("one process gets the lease, and no other gets it before the interval has passed")
{
    const RedisServer server;
    RedisJobLease one = lease_at(server);
    RedisJobLease other = lease_at(server);
    REQUIRE(one.ask().is_granted);
    const JobLease::Asked while_it_runs = other.ask();
    CHECK_FALSE(while_it_runs.is_granted);
    CHECK(while_it_runs.ask_again > 5s);
    CHECK(while_it_runs.ask_again <= 10s + 1ms);

    one.finish(1h);
    CHECK(server.ask({"GET", "aspic:job:clean-up"}) == "done");
    CHECK_FALSE(one.ask().is_granted);
    CHECK(other.ask().ask_again == 1min);  // looks again, if somebody deletes the key
}

TEST_CASE("after the interval, the lease is free again")
{
    const RedisServer server;
    RedisJobLease one = lease_at(server);
    RedisJobLease other = lease_at(server);
    REQUIRE(one.ask().is_granted);
    one.finish(0ms);
    CHECK(eventually([&] { return other.ask().is_granted; }));
    CHECK_FALSE(one.ask().is_granted);
}

TEST_CASE("a lease that is renewed stays; without renewal it ends by itself")
{
    const RedisServer server;
    RedisJobLease one = lease_at(server, 300ms);
    RedisJobLease other = lease_at(server);
    REQUIRE(one.ask().is_granted);
    const auto end = std::chrono::steady_clock::now() + 900ms;
    while (std::chrono::steady_clock::now() < end) {
        REQUIRE(one.renew());
        REQUIRE_FALSE(other.ask().is_granted);
    }
    CHECK(eventually([&] { return other.ask().is_granted; }));
    CHECK_FALSE(one.renew());
    one.finish(1ms);  // it is not its own any more
    CHECK(server.ask({"GET", "aspic:job:clean-up"}) != "done");
}

TEST_CASE("if the key is gone, the holder takes it again, and its end counts")
{
    const RedisServer server;
    RedisJobLease one = lease_at(server);
    RedisJobLease other = lease_at(server);
    REQUIRE(one.ask().is_granted);
    server.ask({"DEL", "aspic:job:clean-up"});
    CHECK(one.renew());
    CHECK_FALSE(other.ask().is_granted);
    server.ask({"DEL", "aspic:job:clean-up"});
    one.finish(1h);
    CHECK_FALSE(other.ask().is_granted);
}

TEST_CASE("without Redis, nobody gets the lease, and the holder goes on")
{
    RedisServer server;
    RedisJobLease one = lease_at(server);
    REQUIRE(one.ask().is_granted);
    server.kill();
    const support::CapturedLog log;
    RedisJobLease other = lease_at(server);
    CHECK_FALSE(other.ask().is_granted);
    CHECK(other.ask().ask_again == 1s);
    CHECK(one.renew());
    one.finish(1s);
}
