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

/// The number of connections that the server has accepted, without this one.
int accepted(const RedisServer& server)
{
    static const std::string name = "total_connections_received:";
    const std::string stats = server.ask({"INFO", "stats"});
    return std::stoi(stats.substr(stats.find(name) + name.size())) - 1;
}

}  // namespace

TEST_CASE("one thread always uses the same connection")
{
    const RedisServer server;
    RedisPool pool{server.address(), timeout};
    REQUIRE(pool.run({"PING"}));
    const int before = accepted(server);
    for (int i = 0; i < 5; ++i)
        CHECK(text_of(*pool.run({"PING"})) == "PONG");
    CHECK(pool.run_all({{"PING"}, {"PING"}}).size() == 2);
    CHECK(accepted(server) == before + 1);  // the one that reads the number
}

TEST_CASE("a slot is given back by its destructor, also after an exception")
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

TEST_CASE("the next thread gets the returned connection, if it is still usable")
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

TEST_CASE("a connection that still waits for a reply is not given to the next thread")
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

TEST_CASE("a command that an idle connection cannot send is sent again on a new one")
{
    RedisServer server;
    RedisPool pool{server.address(), timeout};
    REQUIRE(pool.run({"PING"}));
    server.kill();
    server.start();
    CHECK(pool.run({"PING"}));
}

TEST_CASE("for some time no thread uses a dead server, and all use it again when it is back")
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

TEST_CASE("commands whose answer is lost are sent again")
{
    const RedisServer server;
    support::RedisRelay relay{server.address()};
    RedisPool pool{relay.address(), timeout};
    REQUIRE(pool.run({"PING"}));  // from now on there is an idle connection
    relay.lose_answer_to("INCR");
    CHECK(pool.run({"INCR", "a"})->integer == 2);
    // If Redis fails again, there is no third try.
    relay.cut_before("INCR");
    CHECK_FALSE(pool.run({"INCR", "a"}));
    CHECK(server.ask({"GET", "a"}) == "2");
}
