#include <aspic/base/watched_work.h>

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

const WatchedWork::Clock::time_point now = WatchedWork::Clock::now();

}  // namespace

TEST_CASE("work that began long enough ago is given up, once")
{
    WatchedWork work;
    CHECK_FALSE(work.give_up(now));
    work.begin(now);
    CHECK_FALSE(work.give_up(now - 1ms));
    CHECK(work.give_up(now));
    CHECK_FALSE(work.give_up(now));
    CHECK(work.is_given_up());
    CHECK_FALSE(work.end());
}

TEST_CASE("work that has ended in time is not given up")
{
    WatchedWork work;
    work.begin(now);
    CHECK(work.end());
    CHECK_FALSE(work.give_up(now + 1h));
}

TEST_CASE("the time in which a thread waits for others is not counted, but the time before it is")
{
    WatchedWork work;
    const auto began = WatchedWork::Clock::now();
    work.begin(began - 1h);
    {
        const WatchedWork::Waiting waiting{work};
        CHECK_FALSE(work.give_up(WatchedWork::Clock::now()));
        while (WatchedWork::Clock::now() < began + 2ms)
            std::this_thread::yield();
    }
    CHECK_FALSE(work.is_late(began - 1h));
    CHECK(work.is_late(WatchedWork::Clock::now() - 1h));
    CHECK(work.end());
}

TEST_CASE("work says which request it is for")
{
    WatchedWork work;
    CHECK(work.request().empty());
    work.note_request("abc");
    CHECK(work.request() == "abc");
}

TEST_CASE("work that is given up is undone, the last step first, and each step once")
{
    WatchedWork work;
    std::string undone;
    const auto first = work.add([&] { undone += '1'; });
    const auto second = work.add([&] { undone += '2'; });
    const auto third = work.add([&] { undone += '3'; });
    CHECK(work.remove(second));
    work.begin(now);
    REQUIRE(work.give_up(now));
    work.undo();
    CHECK(undone == "31");
    CHECK_FALSE(work.remove(first));
    CHECK_FALSE(work.remove(third));
    // What the thread does after that is its own again.
    CHECK(work.remove(work.add([&] { undone += '4'; })));
    CHECK(undone == "31");
}

TEST_CASE("either the thread or the watch gets the work, never both")
{
    for (int i = 0; i < 500; ++i) {
        WatchedWork work;
        std::atomic<int> owners{0};
        work.begin(now);
        std::thread watch{[&] { owners += work.give_up(now) ? 1 : 0; }};
        owners += work.end() ? 1 : 0;
        watch.join();
        CHECK(owners == 1);
    }
}
