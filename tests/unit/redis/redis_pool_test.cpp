#include <aspic/redis/redis_pool.h>

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

#include "../support/redis_relay.h"
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::eventually;
using support::RedisServer;

namespace {

constexpr auto timeout = 2000ms;

/// How many connections the server has accepted, this one not counted.
int accepted(const RedisServer& server)
{
    static const std::string name = "total_connections_received:";
    const std::string stats = server.ask({"INFO", "stats"});
    return std::stoi(stats.substr(stats.find(name) + name.size())) - 1;
}

}  // namespace

TEST_CASE("one thread uses one connection, again and again")
{
    const RedisServer server;
    RedisPool pool{server.address(), timeout};
    REQUIRE(pool.run({"PING"}));
    const int before = accepted(server);
    for (int i = 0; i < 5; ++i)
        CHECK(text_of(*pool.run({"PING"})) == "PONG");
    CHECK(pool.run_all({{"PING"}, {"PING"}}).size() == 2);
    CHECK(accepted(server) == before + 1);  // the look before
}

TEST_CASE("a slot goes back at the end of its life, also when an exception ends it")
{
    const RedisServer server;
    RedisPool pool{server.address(), 10ms};
    const auto take_all_and_throw = [&] {
        std::vector<RedisPool::Slot> slots;
        for (std::size_t i = 0; i < RedisPool::most_connections; ++i)
            slots.push_back(pool.borrow().value());
        CHECK_FALSE(pool.borrow());
        CHECK_FALSE(pool.run({"PING"}));
        throw std::runtime_error{"no more"};
    };
    CHECK_THROWS_AS(take_all_and_throw(), std::runtime_error);
    CHECK(pool.run({"PING"}));
    CHECK_THROWS_AS(take_all_and_throw(), std::runtime_error);
}

TEST_CASE("the next thread gets the connection that was given back, if it is whole")
{
    const RedisServer server;
    RedisPool pool{server.address(), timeout};
    const RedisConnection* whole = nullptr;
    {
        auto slot = pool.borrow().value();
        CHECK_FALSE(slot.connection);
        slot.connection = std::make_unique<RedisConnection>(server.address(), timeout);
        whole = slot.connection.get();
    }
    CHECK(pool.borrow()->connection.get() == whole);
    {
        auto slot = pool.borrow().value();
        server.ask({"ACL", "SETUSER", "default", "-exec"});
        slot.connection->run_all({{"MULTI"}, {"EXEC"}});
        REQUIRE(slot.connection->has_refused_exec());
    }
    CHECK_FALSE(pool.borrow()->connection);
}

TEST_CASE("a connection whose reply has not come is not given to the next thread")
{
    const RedisServer server;
    RedisPool pool{server.address(), timeout};
    {
        auto slot = pool.borrow().value();
        slot.connection = std::make_unique<RedisConnection>(server.address(), 50ms);
        server.ask({"CLIENT", "PAUSE", "60000", "ALL"});
        CHECK_FALSE(slot.connection->run({"PING"}));
    }
    CHECK_FALSE(pool.borrow()->connection);
}

TEST_CASE("what an idle connection cannot say any more is said once more on a new one")
{
    RedisServer server;
    RedisPool pool{server.address(), timeout};
    REQUIRE(pool.run({"PING"}));
    server.kill();
    server.start();
    CHECK(pool.run({"PING"}));
}

TEST_CASE("nobody asks a dead server for a while, and everybody asks it once it is back")
{
    const RedisServer server;
    support::RedisRelay relay{server.address()};
    RedisPool pool{relay.address(), timeout};
    relay.cut();
    CHECK_FALSE(pool.run({"PING"}));
    relay.mend();
    CHECK_FALSE(pool.run({"PING"}));
    CHECK(relay.trips() == 0);
    CHECK(eventually([&] { return pool.run({"PING"}) != nullptr; }));
    CHECK(relay.trips() == 1);
}

TEST_CASE("commands whose answer is lost are sent once more")
{
    const RedisServer server;
    support::RedisRelay relay{server.address()};
    RedisPool pool{relay.address(), timeout};
    REQUIRE(pool.run({"PING"}));  // from here on a connection lies idle
    relay.lose_answer_to("INCR");
    CHECK(pool.run({"INCR", "a"})->integer == 2);
    // Where Redis stays away, there is no third try.
    relay.cut_before("INCR");
    CHECK_FALSE(pool.run({"INCR", "a"}));
    CHECK(server.ask({"GET", "a"}) == "2");
}
