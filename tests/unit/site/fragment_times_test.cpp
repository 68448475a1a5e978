#include <aspic/site/fragment_times.h>

#include <doctest/doctest.h>

using aspic::FragmentTimes;
using namespace std::chrono_literals;

namespace {

// The clock of a machine that has run for an hour.
constexpr FragmentTimes::Clock::time_point now{1h};

}  // namespace

TEST_CASE("a fragment is slow if it took longer than the limit, until it is faster")
{
    FragmentTimes times{2, 300ms};
    CHECK_FALSE(times.is_slow(0, now));
    times.note(0, 300ms, now);
    CHECK_FALSE(times.is_slow(0, now));
    times.note(0, 301ms, now);
    CHECK(times.is_slow(0, now));
    CHECK_FALSE(times.is_slow(1, now));
    times.note(0, 1ms, now);
    CHECK_FALSE(times.is_slow(0, now));
}

TEST_CASE("a slow fragment that was not tried for a minute is tried again")
{
    FragmentTimes times{1, 300ms};
    times.note(0, 5s, now);
    CHECK(times.is_slow(0, now + 59s));
    CHECK_FALSE(times.is_slow(0, now + 60s));
}
