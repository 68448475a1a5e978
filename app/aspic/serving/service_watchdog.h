#pragma once
// Tells the service manager that this server makes progress: WATCHDOG=1 (sd_notify(3)), four times
// in the time that the manager waits for one, but only while `has_progressed` says so. If it never
// says so again, the manager ends and restarts the program. Made and destroyed by one thread.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace aspic {

class ServiceWatchdog {
public:
    /// `time`: service_watchdog_time(). Without one, there is no thread. `has_progressed` must be
    /// safe to call from another thread until this object is destroyed.
    ServiceWatchdog(std::optional<std::chrono::microseconds> time,
                    std::function<bool()> has_progressed);
    ~ServiceWatchdog();
    ServiceWatchdog(const ServiceWatchdog&) = delete;
    ServiceWatchdog& operator=(const ServiceWatchdog&) = delete;

private:
    void run(std::chrono::microseconds pause);

    std::function<bool()> has_progressed_;
    std::mutex mutex_;  // guards stops_
    std::condition_variable stop_;
    bool stops_ = false;
    std::thread thread_;
};

}  // namespace aspic
