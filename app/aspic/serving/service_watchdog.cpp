#include <aspic/serving/service_watchdog.h>

#include <utility>

#include <aspic/reporting/log.h>
#include <aspic/reporting/service_notification.h>

namespace aspic {

ServiceWatchdog::ServiceWatchdog(std::optional<std::chrono::microseconds> time,
                                 std::function<bool()> has_progressed)
    : has_progressed_{std::move(has_progressed)}
{
    if (time) thread_ = std::thread{[this, pause = *time / 4] { run(pause); }};
}

ServiceWatchdog::~ServiceWatchdog()
{
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock{mutex_};
        stops_ = true;
    }
    stop_.notify_all();
    thread_.join();
}

void ServiceWatchdog::run(std::chrono::microseconds pause)
{
    bool was_well = true;
    std::unique_lock lock{mutex_};
    while (!stop_.wait_for(lock, pause, [this] { return stops_; })) {
        const bool is_well = has_progressed_();
        if (is_well) notify_service("WATCHDOG=1");
        if (was_well && !is_well) {
            log(LogLevel::error,
                "no thread answers: the service manager restarts this program if that goes on");
        }
        was_well = is_well;
    }
}

}  // namespace aspic
