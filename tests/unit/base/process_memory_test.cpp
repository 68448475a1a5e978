#include <aspic/base/process_memory.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("memory is given back after an eighth of what is kept was freed, but not all the time")
{
    constexpr std::size_t mega = std::size_t{1} << 20U;
    const auto start = MemoryReturn::Clock::time_point{1h};
    MemoryReturn memory;
    CHECK_FALSE(memory.look(0, 64 * mega, start));
    CHECK_FALSE(memory.look(8 * mega - 1, 64 * mega, start));
    CHECK(memory.look(8 * mega, 64 * mega, start));
    CHECK_FALSE(memory.look(20 * mega, 64 * mega, start + 4s));
    CHECK(memory.look(20 * mega, 64 * mega, start + 5s));
    CHECK_FALSE(memory.look(20 * mega + 100, 0, start + 60s));
}
