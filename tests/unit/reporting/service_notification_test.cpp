#include <aspic/reporting/service_notification.h>

#include <doctest/doctest.h>
#include <unistd.h>

#include <string>

#include "../support/notify_socket.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::EnvironmentVariable;
using support::NotifySocket;
using support::TemporaryDirectory;

TEST_CASE("the service manager hears of a state at a path, and at an abstract name")
{
    const TemporaryDirectory directory;
    for (const std::string& name :
         {(directory / "notify").string(), "@aspic-test-" + std::to_string(::getpid())}) {
        CAPTURE(name);
        const NotifySocket socket{name};
        notify_service("READY=1\nSTATUS=well");
        CHECK(socket.next() == "READY=1\nSTATUS=well");
        CHECK(socket.next().empty());
    }
}

TEST_CASE("nothing happens without a service manager, or if its socket cannot be used")
{
    notify_service("READY=1");
    for (const std::string& name : {std::string{"/nonexistent/notify"}, std::string{"vsock:2:1"},
                                    "/" + std::string(200, 'x')}) {
        CAPTURE(name);
        const EnvironmentVariable variable{"NOTIFY_SOCKET", name};
        notify_service("READY=1");
    }
}

TEST_CASE("a reload carries the time at which it began")
{
    const TemporaryDirectory directory;
    const NotifySocket socket{(directory / "notify").string()};
    const auto microseconds = [] {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::steady_clock::now().time_since_epoch())
            .count();
    };
    const auto before = microseconds();
    notify_service_of_reload();
    const std::string start = "RELOADING=1\nMONOTONIC_USEC=";
    const std::string message = socket.next();
    REQUIRE(message.starts_with(start));
    const auto stamp = std::stoll(message.substr(start.size()));
    CHECK(stamp >= before);
    CHECK(stamp <= microseconds());
}

TEST_CASE("the time of the watchdog is for one process")
{
    CHECK_FALSE(service_watchdog_time());
    const EnvironmentVariable time{"WATCHDOG_USEC", "30000000"};
    CHECK(service_watchdog_time() == 30s);
    {
        const EnvironmentVariable process{"WATCHDOG_PID", std::to_string(::getpid())};
        CHECK(service_watchdog_time() == 30s);
    }
    {
        const EnvironmentVariable process{"WATCHDOG_PID", std::to_string(::getppid())};
        CHECK_FALSE(service_watchdog_time());
    }
    for (const char* wrong : {"0", "-1", "", "soon"}) {
        CAPTURE(wrong);
        const EnvironmentVariable other{"WATCHDOG_USEC", wrong};
        CHECK_FALSE(service_watchdog_time());
    }
}
