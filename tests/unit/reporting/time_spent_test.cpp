#include <aspic/reporting/time_spent.h>

#include <doctest/doctest.h>

#include <thread>

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("each moment counts for the innermost part")
{
    const TimeWatch watch;
    {
        const TimeIn view{TimePart::view};
        std::this_thread::sleep_for(2ms);
        {
            const TimeIn redis{TimePart::redis};
            std::this_thread::sleep_for(20ms);
        }
        std::this_thread::sleep_for(2ms);
    }
    const auto in_view = watch.spent(TimePart::view);
    const auto in_redis = watch.spent(TimePart::redis);
    CHECK(in_redis >= 20ms);
    CHECK(in_view >= 4ms);
    CHECK(watch.spent(TimePart::templates) == 0ns);
    const auto total = watch.total();
    CHECK(total >= in_view + in_redis);
    // Nothing counts twice.
    CHECK(watch.spent(TimePart::view) == in_view);
    CHECK(watch.spent(TimePart::other) + in_view + in_redis >= total);
}

TEST_CASE("a watch inside another one shows nothing, and does not end it")
{
    const TimeWatch outer;
    {
        const TimeWatch inner;
        CHECK_FALSE(inner.is_outermost());
        CHECK(inner.total() == 0ns);
    }
    {
        const TimeIn view{TimePart::view};
        std::this_thread::sleep_for(1ms);
    }
    CHECK(outer.spent(TimePart::view) >= 1ms);
}

TEST_CASE("a second watch on the thread begins with nothing")
{
    {
        const TimeWatch first;
        const TimeIn view{TimePart::view};
        std::this_thread::sleep_for(1ms);
    }
    const TimeWatch second;
    CHECK(second.spent(TimePart::view) == 0ns);
}
