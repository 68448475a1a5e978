#pragma once
// What this process tells the service manager that started it (systemd, Type=notify): the protocol
// of sd_notify(3), which systemd keeps stable for programs that do not link to its library. Without
// NOTIFY_SOCKET in the environment, nothing is sent. Any thread, if none changes the environment.
//
// systemd listens only to the main process of a service (NotifyAccess=main).

#include <chrono>
#include <optional>
#include <string_view>

namespace aspic {

/// Sends assignments, one a line: "READY=1\nSTATUS=...". The first failure is logged.
void notify_service(std::string_view assignments);

/// Says that this process reads its configuration again. Send READY=1 when it has done so, also if
/// it keeps the old one.
void notify_service_of_reload();

/// The service manager ends this process if it gets no WATCHDOG=1 for this long: send one at least
/// twice in that time. Empty if it does not watch this process (sd_watchdog_enabled(3)).
std::optional<std::chrono::microseconds> service_watchdog_time();

}  // namespace aspic
