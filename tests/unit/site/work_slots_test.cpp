#include <aspic/site/work_slots.h>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace aspic;

namespace {

/// The slot that another thread gets.
bool is_taken_elsewhere(WorkSlots& slots, std::size_t kind)
{
    bool is_taken = false;
    std::thread{[&] { is_taken = slots.take(kind).has_value(); }}.join();
    return is_taken;
}

}  // namespace

TEST_CASE("a quarter of the threads is kept free, and each kind of work gets half of the rest")
{
    struct Case {
        std::size_t threads, most, of_a_kind;
    };
    for (const auto& [threads, most, of_a_kind] :
         {Case{1, 1, 1}, Case{2, 1, 1}, Case{4, 3, 2}, Case{16, 12, 6}, Case{64, 48, 24}}) {
        CAPTURE(threads);
        WorkSlots slots{2};
        slots.limit(threads);
        CHECK(slots.most() == most);
        CHECK(slots.most_of_a_kind() == of_a_kind);
    }
}

TEST_CASE("a slot is free again after it is released")
{
    WorkSlots slots{1};
    slots.limit(1);
    {
        const auto slot = slots.take(0);
        REQUIRE(slot);
        CHECK_FALSE(slots.is_free(0));
        CHECK_FALSE(is_taken_elsewhere(slots, 0));
    }
    CHECK(slots.is_free(0));
    CHECK(is_taken_elsewhere(slots, 0));
}

TEST_CASE("a thread that has a slot needs no second one")
{
    WorkSlots slots{2};
    slots.limit(1);
    const auto first = slots.take(0);
    {
        const auto second = slots.take(1);
        CHECK(second);
    }
    CHECK(slots.taken() == 1);
    CHECK_FALSE(is_taken_elsewhere(slots, 1));
}

TEST_CASE("without a limit there is always a slot")
{
    WorkSlots slots{1};
    const auto slot = slots.take(0);
    CHECK(slot);
    CHECK(is_taken_elsewhere(slots, 0));
}

TEST_CASE("many threads never have more slots than there are")
{
    WorkSlots slots{3};
    slots.limit(8);
    std::array<std::atomic<std::size_t>, 3> now{};
    std::atomic<bool> is_over{false};
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < 8; ++number) {
        threads.emplace_back([&, number] {
            for (int i = 0; i < 2000; ++i) {
                const std::size_t kind = (number + static_cast<std::size_t>(i)) % 3;
                const auto slot = slots.take(kind);
                if (!slot) continue;
                if (++now.at(kind) > slots.most_of_a_kind()) is_over = true;
                if (slots.taken() > slots.most()) is_over = true;
                --now.at(kind);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK_FALSE(is_over);
    CHECK(slots.taken() == 0);
}
