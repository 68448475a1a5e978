#include <aspic/sessions/ended_sessions.h>

#include <doctest/doctest.h>

#include <string>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

constexpr Time now{1'800'000'000s};

}  // namespace

TEST_CASE("an ended session is refused, and another session of its user is not")
{
    EndedSessions ended;
    CHECK_FALSE(ended.has("id-1", "7", now));
    ended.end({.session = "id-1", .until = now + 1h}, now);
    CHECK(ended.has("id-1", "7", now));
    CHECK_FALSE(ended.has("id-2", "7", now));
    CHECK_FALSE(ended.has("", "", now));
}

TEST_CASE("a user who ended all sessions can start new ones")
{
    EndedSessions ended;
    ended.end({.user = "7", .before = now, .until = now + 1h}, now);
    CHECK(ended.has("id-1", "7", now));
    CHECK(ended.has("id-1", "7", now - 1h));
    CHECK_FALSE(ended.has("id-1", "7", now + 1s));
    CHECK_FALSE(ended.has("id-1", "8", now));
    CHECK(ended.earliest_start("7", now) == now + 1s);
    CHECK(ended.earliest_start("7", now + 1min) == now + 1min);
    CHECK(ended.earliest_start("8", now) == now);
    // An older entry that arrives late undoes nothing.
    ended.end({.user = "7", .before = now - 1h, .until = now + 30min}, now);
    CHECK(ended.has("id-1", "7", now));
    CHECK(ended.all(now + 45min).size() == 1);
}

TEST_CASE("entries can be read back unchanged, until their time")
{
    EndedSessions ended;
    const SessionEnd one{.session = "id-1", .until = now + 1h};
    const SessionEnd all{.user = "7", .before = now, .until = now + 2h};
    ended.end(one, now);
    ended.end(all, now);
    ended.end({.session = "id-2", .until = now}, now);  // already expired
    CHECK(ended.size() == 2);
    CHECK(ended.all(now) == std::vector{one, all});
    CHECK(ended.all(now + 1h) == std::vector{all});
    CHECK(ended.all(now + 2h).empty());
}

TEST_CASE("the list does not grow with expired entries")
{
    EndedSessions ended;
    Time time = now;
    for (int i = 0; i < 20'000; ++i) {
        ended.end({.session = "id-" + std::to_string(i), .until = time + 100s}, time);
        time += 1s;
    }
    CHECK(ended.size() <= 1024);
    CHECK(ended.has("id-19999", "", now));
}
