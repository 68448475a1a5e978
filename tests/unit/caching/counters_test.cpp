#include <aspic/caching/counters.h>

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using namespace aspic;

TEST_CASE("each kind is counted separately")
{
    Counters counters;
    for (std::size_t i = 0; i < count_names.size(); ++i)
        CHECK(counters.get(static_cast<Count>(i)) == 0);
    counters.add(Count::hit);
    counters.add(Count::hit);
    counters.add(Count::outdated);
    CHECK(counters.get(Count::hit) == 2);
    CHECK(counters.get(Count::outdated) == 1);
    CHECK(counters.get(Count::stale) == 0);
}

TEST_CASE("every kind has its name")
{
    CHECK(count_names[static_cast<std::size_t>(Count::hit)] == "hit");
    CHECK(count_names[static_cast<std::size_t>(Count::not_shared)] == "not_shared");
    CHECK(count_names[static_cast<std::size_t>(Count::outdated)] == "outdated");
    CHECK(static_cast<std::size_t>(Count::outdated) + 1 == count_names.size());
}

TEST_CASE("no count is lost if there are more threads than slots")
{
    constexpr std::uint64_t threads = 40;
    constexpr std::uint64_t each = 200;
    Counters counters;
    std::vector<std::thread> counting;
    for (std::uint64_t i = 0; i < threads; ++i) {
        counting.emplace_back([&] {
            for (std::uint64_t n = 0; n < each; ++n)
                counters.add(Count::rendered);
        });
    }
    for (std::thread& thread : counting)
        thread.join();
    CHECK(counters.get(Count::rendered) == threads * each);
}
