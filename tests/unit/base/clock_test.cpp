#include <aspic/base/clock.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("a time is stored as its seconds since 1970, and read back from them")
{
    const Time time =
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 28} + std::chrono::hours{6};
    CHECK(to_text(time) == "1795845600");
    CHECK(parse_time(to_text(time)) == time);
    CHECK(to_text(Time{}) == "0");
    CHECK(parse_time("-1") == Time{} - std::chrono::seconds{1});
    CHECK_FALSE(parse_time(""));
    CHECK_FALSE(parse_time("1795845600 "));
    CHECK_FALSE(parse_time("soon"));
}

TEST_CASE("the current time is that of the system's clock")
{
    const auto before = std::chrono::system_clock::now();
    const Time now = current_time();
    CHECK(now > before - std::chrono::seconds{1});
    CHECK(now <= std::chrono::system_clock::now());
}
