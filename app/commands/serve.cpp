#include <sys/eventfd.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "commands/commands.h"
#include "commands/set_up.h"
#include "reporting/log.h"
#include "serving/fastcgi_server.h"
#include "sessions/redis_ended_sessions.h"
#include "sessions/session_keyring.h"

namespace aspic {

namespace {

int stop_requested = -1;  // an eventfd: all that a signal handler may touch

void on_stop_signal(int /*signal*/)
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_requested, &one, sizeof one);
    // The second signal of the kind ends the program at once.
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
}

void wait_for_stop()
{
    std::uint64_t count = 0;
    while (::read(stop_requested, &count, sizeof count) < 0) {
    }
}

ListenAddress listen_address(const Settings& settings)
{
    const std::string& given = settings.get("listen");
    try {
        if (!given.empty()) return ListenAddress::parse(given);
    } catch (const std::invalid_argument& error) {
        throw UsageError{std::string{"--listen: "} + error.what()};
    }
    if (is_listening_socket(0)) return ListenAddress::parse("fd:0");
    throw UsageError{
        "--listen is missing: write --listen unix:/path/to/socket, and name the same socket in the "
        "front end"};
}

void make_directory(const std::filesystem::path& directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error || ::access(directory.c_str(), W_OK | X_OK) != 0) {
        throw std::runtime_error{
            "cannot write in the data directory " + directory.string() +
            ": let it belong to the user of this program, or name another by --data"};
    }
}

Limits limits_of(const Settings& settings)
{
    return {.most_body_bytes = number_of(settings, "max-body"),
            .most_header_bytes = number_of(settings, "max-header-bytes"),
            .most_header_fields = number_of(settings, "max-header-fields"),
            .receive_time = std::chrono::seconds{number_of(settings, "receive-timeout")},
            .send_time = std::chrono::seconds{number_of(settings, "send-timeout")}};
}

SessionKeeper make_sessions(const Settings& settings)
{
    const std::chrono::seconds lifetime{number_of(settings, "session-lifetime")};
    auto keys = std::make_shared<SessionKeyring>(session_key_file(settings));
    if (settings.get("cache") == "memory")
        return {std::move(keys), std::make_shared<EndedSessions>(), lifetime, current_time};
    const SignalsBlocked blocked;  // it starts a thread
    auto ended = std::make_shared<RedisEndedSessions>(
        redis_address(settings), std::chrono::milliseconds{number_of(settings, "redis-timeout-ms")},
        SessionKeeper::retention(lifetime));
    return {std::move(keys), std::move(ended), lifetime, current_time};
}

}  // namespace

int serve(const Site& site, const Settings& settings)
{
    set_log_level(log_level(settings));
    const ListenAddress address = listen_address(settings);
    const std::string& data = settings.get("data");
    make_directory(data);
    const auto application = make_application(site, settings, make_sessions(settings));
    const Listener listener{address};
    site.start(settings);

    stop_requested = ::eventfd(0, EFD_CLOEXEC);
    FastcgiServer server{listener, *application, limits_of(settings)};
    std::signal(SIGTERM, on_stop_signal);
    std::signal(SIGINT, on_stop_signal);
    {
        const SignalsBlocked blocked;
        server.start(number_of(settings, "threads"));
    }
    log(LogLevel::info, "listening",
        {{"address", address.to_text()},
         {"threads", settings.get("threads")},
         {"cache",
          yes_of(settings, "debug") ? "none (debug)" : application->cache().description()}});
    wait_for_stop();
    log(LogLevel::info, "stopping: requests under way are finished");
    server.stop();
    return 0;
}

}  // namespace aspic
