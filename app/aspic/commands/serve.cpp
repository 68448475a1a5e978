#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <aspic/commands/commands.h>
#include <aspic/commands/server_signals.h>
#include <aspic/commands/set_up.h>
#include <aspic/reporting/log.h>
#include <aspic/serving/fastcgi_server.h>
#include <aspic/sessions/redis_ended_sessions.h>
#include <aspic/sessions/session_keyring.h>

namespace aspic {

namespace {

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
            ": make the user who runs this program its owner, or set --data to another directory"};
    }
}

Limits limits_of(const Settings& settings)
{
    return {.most_body_bytes = number_of(settings, "max-body"),
            .most_header_bytes = number_of(settings, "max-header-bytes"),
            .most_header_fields = number_of(settings, "max-header-fields"),
            .receive_time = std::chrono::seconds{number_of(settings, "receive-timeout")},
            .queue_time = std::chrono::seconds{number_of(settings, "queue-timeout")},
            .send_time = std::chrono::seconds{number_of(settings, "send-timeout")}};
}

// Each connection needs a descriptor. The usual soft limit of 1024 exists for programs that call
// select().
void raise_limit_of_open_files()
{
    constexpr rlim_t enough = 16'384;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= enough) return;
    limit.rlim_cur = std::min(enough, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

SessionKeeper make_sessions(const Settings& settings)
{
    const std::chrono::seconds lifetime{number_of(settings, "session-lifetime")};
    auto keys = std::make_shared<SessionKeyring>(session_key_file(settings));
    const std::filesystem::path file =
        std::filesystem::path{settings.get("data")} / "ended-sessions";
    if (settings.get("cache") == "memory") {
        auto ended = std::make_shared<EndedSessions>(file, current_time());
        return {std::move(keys), std::move(ended), lifetime, current_time};
    }
    const SignalsBlocked blocked;  // RedisEndedSessions starts a thread
    auto ended = std::make_shared<RedisEndedSessions>(
        redis_address(settings), std::chrono::milliseconds{number_of(settings, "redis-timeout-ms")},
        SessionKeeper::retention(lifetime), file);
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
    Listener listener{address};
    site.start(settings);

    raise_limit_of_open_files();
    const std::size_t threads = number_of(settings, "threads");
    application->slots().limit(threads);
    FastcgiServer server{listener, *application, limits_of(settings)};
    auto signals = std::make_unique<ServerSignals>();
    {
        const SignalsBlocked blocked;
        server.start(threads);
    }
    log(LogLevel::info, "listening",
        {{"address", address.to_text()},
         {"threads", settings.get("threads")},
         {"cache",
          yes_of(settings, "debug") ? "none (debug)" : application->cache().description()}});
    const char* signal = signals->wait_for_stop();
    const std::chrono::seconds most{number_of(settings, "stop-timeout")};
    log(LogLevel::info, "stopping: finishing the current requests",
        {{"signal", signal}, {"at most", std::to_string(most.count()) + " s"}});
    signals.reset();
    const auto unfinished = server.stop(most);
    if (unfinished.parked + unfinished.running > 0) {
        log(LogLevel::warning,
            "requests were cut off: they were not finished within --stop-timeout, or their clients "
            "had not sent or read all of them",
            {{"in views", std::to_string(unfinished.running)},
             {"waiting", std::to_string(unfinished.parked)}});
    }
    if (unfinished.running > 0) {
        // Their threads still use the objects that returning would destroy.
        listener.remove_file();
        std::_Exit(0);
    }
    return 0;
}

}  // namespace aspic
