#include <aspic/caching/use_counter.h>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;

TEST_CASE("each use of a name is counted, separately from other names")
{
    const auto tally = std::make_unique<UseCounter>(1h);
    CHECK(tally->count("a", noon) == 1);
    CHECK(tally->count("a", noon + 1s) == 2);
    CHECK(tally->count("b", noon) == 1);
    CHECK(tally->count("a", noon + 59min) == 3);
    CHECK(tally->count("", noon) == 1);
}

TEST_CASE("looking at a count does not change it")
{
    const auto tally = std::make_unique<UseCounter>(1h);
    CHECK(tally->get("a", noon) == 0);
    tally->count("a", noon);
    CHECK(tally->get("a", noon) == 1);
    CHECK(tally->get("a", noon) == 1);
    CHECK(tally->get("a", noon + 1h) == 0);
}

TEST_CASE("counts start again after the window, which begins with the first name")
{
    const auto tally = std::make_unique<UseCounter>(1h);
    CHECK(tally->count("a", noon) == 1);
    CHECK(tally->count("b", noon + 30min) == 1);
    CHECK(tally->count("a", noon + 59min + 59s) == 2);
    CHECK(tally->count("a", noon + 1h) == 1);
    CHECK(tally->count("b", noon + 1h) == 1);
    CHECK(tally->count("b", noon + 1h + 59min) == 2);
    CHECK(tally->count("b", noon + 2h) == 1);
}

TEST_CASE("counting continues if the clock is set back")
{
    const auto tally = std::make_unique<UseCounter>(1h);
    tally->count("a", noon);
    CHECK(tally->count("a", noon - 24h) == 2);
}

TEST_CASE("a count is never too low, no matter how many names there are")
{
    const auto tally = std::make_unique<UseCounter>(1h);
    for (std::uint32_t round = 1; round <= 3; ++round) {
        for (int name = 0; name < 100'000; ++name)
            REQUIRE(tally->count(std::to_string(name), noon) >= round);
    }
}

TEST_CASE("no count is lost if many threads count at the same time")
{
    constexpr int threads = 4;
    constexpr int each = 1000;
    const auto tally = std::make_unique<UseCounter>(1h);
    tally->count("a", noon);  // begins the window
    std::vector<std::thread> counting;
    for (int i = 0; i < threads; ++i) {
        counting.emplace_back([&] {
            for (int n = 0; n < each; ++n)
                tally->count("a", noon);
        });
    }
    for (std::thread& thread : counting)
        thread.join();
    CHECK(tally->count("a", noon) == threads * each + 2);
}
