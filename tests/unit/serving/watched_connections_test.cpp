#include <aspic/serving/watched_connections.h>

#include <doctest/doctest.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

using namespace aspic;

namespace {

struct Set {
    FileDescriptor epoll{::epoll_create1(EPOLL_CLOEXEC)};
    WatchedConnections watched{epoll.get()};

    /// The number of events that have come.
    int events() const
    {
        std::array<epoll_event, 8> some{};
        return ::epoll_wait(epoll.get(), some.data(), static_cast<int>(some.size()), 0);
    }
};

struct Pair {
    Pair()
    {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) ==
                0);
        ours = FileDescriptor{ends[0]};
        theirs = FileDescriptor{ends[1]};
    }
    void send() const { CHECK(::send(theirs.get(), "x", 1, MSG_NOSIGNAL) == 1); }
    FileDescriptor ours;
    FileDescriptor theirs;
};

}  // namespace

TEST_CASE("one thread takes an idle connection, and the next event marks it")
{
    Set set;
    const Pair pair;
    const int one = pair.ours.get();
    REQUIRE(set.watched.watch(one, Registration::none));
    CHECK_FALSE(set.watched.take_idle(one));
    CHECK(set.watched.let_go(one));
    CHECK(set.watched.take(one));
    CHECK_FALSE(set.watched.take(one));
    // The mark tells the owner to look again, once.
    CHECK_FALSE(set.watched.let_go(one));
    CHECK(set.watched.let_go(one));
}

TEST_CASE("each time that data comes there is one event, without a call in between")
{
    Set set;
    const Pair pair;
    REQUIRE(set.watched.watch(pair.ours.get(), Registration::none));
    CHECK(set.events() == 0);
    for (int i = 0; i < 3; ++i) {
        pair.send();
        CHECK(set.events() == 1);
        CHECK(set.events() == 0);
    }
}

TEST_CASE("data that came before a connection is watched again is an event")
{
    Set set;
    const Pair pair;
    pair.send();
    REQUIRE(set.watched.watch(pair.ours.get(), Registration::none));
    CHECK(set.events() == 1);
    REQUIRE(set.watched.watch(pair.ours.get(), Registration::parked));
    CHECK(set.events() == 1);
    set.watched.forget(pair.ours.get());
    pair.send();
    CHECK(set.events() == 0);
}

TEST_CASE("a connection that is not in the set cannot be watched again")
{
    Set set;
    const Pair pair;
    CHECK_FALSE(set.watched.watch(pair.ours.get(), Registration::parked));
}

TEST_CASE("a late event of a descriptor that nobody watches takes nothing")
{
    Set set;
    CHECK_FALSE(set.watched.take(7));
    CHECK_FALSE(set.watched.take(1 << 30));
}

TEST_CASE("all idle connections can be taken, and those in use stay with their owners")
{
    Set set;
    std::array<Pair, 100> pairs;
    for (Pair& pair : pairs) {
        REQUIRE(set.watched.watch(pair.ours.get(), Registration::none));
        CHECK(set.watched.let_go(pair.ours.get()));
    }
    CHECK(set.watched.take(pairs[3].ours.get()));
    std::vector<int> taken;
    set.watched.take_all_idle([&](FileDescriptor one) { taken.push_back(one.release()); });
    CHECK(taken.size() == 99);
    for (const int one : taken)
        CHECK(one != pairs[3].ours.get());
}

TEST_CASE("no event is lost and no connection has two owners, however threads meet")
{
    Set set;
    const Pair pair;
    const int one = pair.ours.get();
    REQUIRE(set.watched.watch(one, Registration::none));
    CHECK(set.watched.let_go(one));
    std::atomic<int> owners{0};
    std::atomic<bool> had_two{false};
    std::atomic<long> looks_left{40'000};
    // Each thread stands for one that got an event. A mark is an event that its owner must see.
    const auto run = [&] {
        while (looks_left.fetch_sub(1) > 0) {
            if (!set.watched.take(one)) continue;
            bool is_owner = true;
            while (is_owner) {
                if (owners.fetch_add(1) != 0) had_two.store(true);
                owners.fetch_sub(1);
                is_owner = !set.watched.let_go(one);
            }
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(run);
    for (std::thread& thread : threads)
        thread.join();
    CHECK_FALSE(had_two.load());
    CHECK(set.watched.take_idle(one));
}
