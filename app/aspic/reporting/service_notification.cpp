#include <aspic/reporting/service_notification.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include <aspic/base/errno_text.h>
#include <aspic/base/file_descriptor.h>
#include <aspic/base/numbers.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

std::string_view variable(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

// Returns 0, or the error.
int send_to(std::string_view path, std::string_view message)
{
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    if (path.size() >= sizeof name.sun_path) return ENAMETOOLONG;
    std::memcpy(static_cast<char*>(name.sun_path), path.data(), path.size());
    // The name of an abstract socket begins with a zero byte, and ends where the address ends.
    if (path.front() == '@') name.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    const FileDescriptor socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    const auto sent = ::sendto(socket.get(), message.data(), message.size(), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr*>(&name), size);
    return sent < 0 ? errno : 0;
}

}  // namespace

void notify_service(std::string_view assignments)
{
    const std::string_view path = variable("NOTIFY_SOCKET");
    if (path.empty()) return;
    const bool is_known = path.front() == '/' || path.front() == '@';
    const int error = is_known ? send_to(path, assignments) : EAFNOSUPPORT;
    static std::atomic<bool> is_logged{false};
    if (error == 0 || is_logged.exchange(true)) return;
    log(LogLevel::error, "the service manager cannot be told about the state of this program",
        {{"NOTIFY_SOCKET", std::string{path}}, {"why", errno_text(error)}});
}

void notify_service_of_reload()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();  // CLOCK_MONOTONIC
    const auto stamp = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    notify_service("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(stamp));
}

std::optional<std::chrono::microseconds> service_watchdog_time()
{
    const auto time = parse_number<std::int64_t>(variable("WATCHDOG_USEC"), 1);
    const std::string_view process = variable("WATCHDOG_PID");
    if (!time || (!process.empty() && process != std::to_string(::getpid()))) return {};
    return std::chrono::microseconds{*time};
}

}  // namespace aspic
