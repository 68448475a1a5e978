#include <aspic/serving/service_watchdog.h>

#include <doctest/doctest.h>

#include <atomic>

#include "../support/notify_socket.h"
#include "../support/temporary_directory.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;

TEST_CASE("the service manager hears of progress, and only of progress")
{
    const support::TemporaryDirectory directory;
    const support::NotifySocket socket{(directory / "notify").string()};
    std::atomic<bool> is_well{true};
    std::atomic<int> asked_in_vain{0};
    const ServiceWatchdog watchdog{20ms, [&] {
                                       if (!is_well) ++asked_in_vain;
                                       return is_well.load();
                                   }};
    CHECK(socket.wait_for_next() == "WATCHDOG=1");
    is_well = false;
    REQUIRE(support::eventually([&] { return asked_in_vain >= 1; }));
    while (!socket.next().empty()) {
    }
    REQUIRE(support::eventually([&] { return asked_in_vain >= 4; }));
    CHECK(socket.next().empty());
    is_well = true;
    CHECK(socket.wait_for_next() == "WATCHDOG=1");
}

TEST_CASE("without a watchdog, nothing is asked")
{
    bool is_asked = false;
    {
        const ServiceWatchdog watchdog{{}, [&] { return is_asked = true; }};
    }
    CHECK_FALSE(is_asked);
}
