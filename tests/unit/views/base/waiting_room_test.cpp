#include "base/waiting_room.h"

#include <doctest/doctest.h>

#include <utility>

using namespace manual;
using namespace std::chrono_literals;

TEST_CASE("before the site is open for visitors every thread gets a seat, and waits are long")
{
    WaitingRoom room;
    CHECK(room.enter());
    CHECK(room.longest() == 60s);
}

TEST_CASE("as many threads may wait as there are seats, and a released seat is free again")
{
    WaitingRoom room;
    room.open_for_visitors(2, 100ms);
    auto one = room.enter();
    auto two = room.enter();
    CHECK(one);
    CHECK(two);
    CHECK(!room.enter());
    auto moved = std::move(one);
    one.reset();
    CHECK(!room.enter());
    moved.reset();
    CHECK(room.enter());
    CHECK(room.longest() == 100ms);
}

TEST_CASE("a quarter of the threads may wait, and at least one")
{
    CHECK(seats_for(0) == 1);
    CHECK(seats_for(4) == 1);
    CHECK(seats_for(128) == 32);
}
