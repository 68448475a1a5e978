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
#include <aspic/reporting/access_log.h>
#include <aspic/reporting/log.h>
#include <aspic/reporting/process_board.h>
#include <aspic/serving/fastcgi_server.h>
#include <aspic/sessions/redis_ended_sessions.h>
#include <aspic/sessions/session_keyring.h>

namespace aspic {

namespace {

ListenAddress listen_address(const ServingOptions& options)
{
    try {
        if (!options.listen.empty()) return ListenAddress::parse(options.listen);
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

Limits limits_of(const ServingOptions& options)
{
    return {.most_body_bytes = options.max_body,
            .most_header_bytes = options.max_header_bytes,
            .most_header_fields = options.max_header_fields,
            .receive_time = options.receive_timeout,
            .queue_time = options.queue_timeout,
            .send_time = options.send_timeout};
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

SessionKeeper make_sessions(const ServerOptions& options)
{
    const std::chrono::seconds lifetime = options.session_lifetime;
    auto keys = std::make_shared<SessionKeyring>(session_key_file(options));
    const std::filesystem::path file = std::filesystem::path{options.data} / "ended-sessions";
    if (options.cache == PagesIn::memory) {
        auto ended = std::make_shared<EndedSessions>(file, current_time());
        return {std::move(keys), std::move(ended), lifetime, current_time};
    }
    const SignalsBlocked blocked;  // RedisEndedSessions starts a thread
    auto ended = std::make_shared<RedisEndedSessions>(redis_address(options), options.redis_timeout,
                                                      SessionKeeper::retention(lifetime), file);
    return {std::move(keys), std::move(ended), lifetime, current_time};
}

std::unique_ptr<AccessLog> make_access_log(const ReportingOptions& options)
{
    if (options.access_log == "none" || options.access_log.empty()) return nullptr;
    const SignalsBlocked blocked;  // AccessLog starts a thread
    return std::make_unique<AccessLog>(options.access_log, options.access_log_format);
}

}  // namespace

int serve(const Site& site, const CommandLine& line)
{
    const ServerOptions& options = line.options;
    set_log_level(options.log_level);
    const ListenAddress address = listen_address(options);
    make_directory(options.data);
    const auto application = make_application(site, line, make_sessions(options));
    Listener listener{address};
    {
        const PurgeScope purges = application->cache().purge_scope();
        site.start(line.settings);
    }

    raise_limit_of_open_files();
    application->slots().limit(options.threads);
    const ProcessBoard board = ProcessBoard::make(options.data, 2 * options.threads);
    set_activity_slots(board.slots(), board.slot_count());
    application->count_in(board.counters());
    const auto access_log = make_access_log(options);
    FastcgiServer server{listener, *application, limits_of(options)};
    if (access_log) server.log_to(*access_log);
    auto signals = std::make_unique<ServerSignals>([&] {
        if (access_log) access_log->reopen();
    });
    {
        const SignalsBlocked blocked;
        server.start(options.threads);
    }
    log(LogLevel::info, "listening",
        {{"address", address.to_text()},
         {"threads", std::to_string(options.threads)},
         {"cache", options.debug ? "none (debug)" : application->cache().description()}});
    const char* signal = signals->wait_for_stop();
    log(LogLevel::info, "stopping: finishing the current requests",
        {{"signal", signal}, {"at most", std::to_string(options.stop_timeout.count()) + " s"}});
    signals.reset();
    const auto unfinished = server.stop(options.stop_timeout);
    if (unfinished.parked + unfinished.running > 0) {
        log(LogLevel::warning,
            "requests were cut off: they were not finished within --stop-timeout, or their clients "
            "had not sent or read all of them",
            {{"in views", std::to_string(unfinished.running)},
             {"waiting", std::to_string(unfinished.parked)}});
    }
    if (unfinished.running > 0) {
        // The threads of these requests still use objects that a return would destroy.
        listener.remove_file();
        if (access_log) access_log->flush();
        std::_Exit(0);
    }
    return 0;
}

}  // namespace aspic
