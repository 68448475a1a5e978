#include "base/slots.h"

#include <doctest/doctest.h>

#include <thread>

using namespace manual;
using namespace std::chrono_literals;

TEST_CASE("a limited number of slots is given, and the next one after one is given back")
{
    Slots slots{2};
    auto first = slots.take(0ms);
    const auto second = slots.take(0ms);
    CHECK(first);
    CHECK(second);
    CHECK_FALSE(slots.take(1ms));
    first.reset();
    CHECK(slots.take(0ms));
}

TEST_CASE("a slot that was moved is given back once")
{
    Slots slots{1};
    {
        auto first = slots.take(0ms);
        REQUIRE(first);
        const Slots::Slot moved = std::move(*first);
        CHECK_FALSE(slots.take(1ms));
    }
    const auto one = slots.take(0ms);
    CHECK(one);
    CHECK_FALSE(slots.take(1ms));
}

TEST_CASE("a thread that waits for a slot gets the one that is given back")
{
    Slots slots{1};
    auto held = slots.take(0ms);
    bool got = false;
    std::thread waits{[&] { got = slots.take(60s).has_value(); }};
    held.reset();
    waits.join();
    CHECK(got);
}
