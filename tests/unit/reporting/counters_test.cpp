#include <aspic/reporting/counters.h>

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

TEST_CASE("answers are counted by the class of their status")
{
    Counters counters;
    for (const int status : {200, 204, 304, 404, 503, 599, 101})
        counters.add_answer(status, 10);
    const CountTotals totals = counters.totals();
    CHECK(totals.get(Count::answered_2xx) == 3);
    CHECK(totals.get(Count::answered_3xx) == 1);
    CHECK(totals.get(Count::answered_4xx) == 1);
    CHECK(totals.get(Count::answered_5xx) == 2);
    CHECK(totals.answers() == 7);
    CHECK(totals.get(Count::bytes) == 70);
}

TEST_CASE("the quantiles of rendering times are interpolated within their bucket")
{
    using namespace std::chrono_literals;
    Counters counters;
    CHECK(counters.totals().rendering_quantile(0.5) == 0s);
    for (int i = 0; i < 98; ++i)
        counters.add_rendering(7ms);
    counters.add_rendering(10ms);
    counters.add_rendering(1h);
    const CountTotals totals = counters.totals();
    CHECK(totals.renderings() == 100);
    CHECK(totals.rendering_quantile(0.99) == std::chrono::duration<double>{0.01});
    CHECK(totals.rendering_quantile(0.5).count() == doctest::Approx(0.005 + 0.005 * 50 / 99));
    CHECK(totals.rendering_quantile(1) == 10s);  // the last bound: no more is known
    CHECK(std::chrono::nanoseconds{totals.get(Count::rendering_nanoseconds)} >= 1h);
}

TEST_CASE("totals are added, and compared with earlier ones")
{
    Counters counters;
    counters.add(Count::hit, 3);
    const CountTotals before = counters.totals();
    counters.add(Count::hit);
    counters.add(Count::rendered);
    CHECK(counters.totals().since(before).get(Count::hit) == 1);
    CountTotals sum = before;
    sum += counters.totals();
    CHECK(sum.get(Count::hit) == 7);
    CHECK(counters.totals().hit_ratio() == doctest::Approx(0.8));
    CHECK(CountTotals{}.hit_ratio() == 0);
}
