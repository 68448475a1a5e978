#include <aspic/commands/answering.h>

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include <aspic/base/descriptor_passing.h>
#include <aspic/base/process_memory.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/job_set_up.h>
#include <aspic/commands/server_signals.h>
#include <aspic/commands/set_up.h>
#include <aspic/http/trusted_proxies.h>
#include <aspic/reporting/access_log.h>
#include <aspic/reporting/crash_report.h>
#include <aspic/reporting/log.h>
#include <aspic/reporting/process_board.h>
#include <aspic/reporting/service_notification.h>
#include <aspic/serving/fastcgi_server.h>
#include <aspic/serving/service_watchdog.h>
#include <aspic/sessions/redis_ended_sessions.h>
#include <aspic/sessions/redis_session_store.h>
#include <aspic/sessions/session_keyring.h>
#include <aspic/supervising/inbox.h>
#include <aspic/supervising/work_exchange.h>

namespace aspic {

namespace {

Limits limits_of(const ServingOptions& options)
{
    return {.most_body_bytes = options.max_body,
            .most_header_bytes = options.max_header_bytes,
            .most_header_fields = options.max_header_fields,
            .receive_time = options.receive_timeout,
            .queue_time = options.queue_timeout,
            .view_time = options.view_timeout,
            .send_time = options.send_timeout};
}

RedisAddress address_of_sessions(const ServerOptions& options)
{
    return options.session_redis.empty() ? redis_address(options)
                                         : RedisAddress::parse(options.session_redis).value();
}

TrustedProxies trusted_proxies(const ServingOptions& options)
{
    if (options.trusted_proxy.empty()) return {};
    return TrustedProxies{AddressRange::parse_list(options.trusted_proxy).value(),
                          options.proxy_fields};
}

std::shared_ptr<SessionStore> session_store(const ServerOptions& options)
{
    if (options.sessions == SessionsIn::cookie) return nullptr;
    return std::make_shared<RedisSessionStore>(address_of_sessions(options), options.redis_timeout);
}

// For the log: without the password of Redis.
std::string place_of_sessions(const ServerOptions& options)
{
    if (options.sessions == SessionsIn::cookie) return "cookie";
    return "redis " + address_of_sessions(options).to_text();
}

SessionKeeper make_sessions(const ServerOptions& options)
{
    const std::chrono::seconds lifetime = options.session_lifetime;
    SiteCookies cookies = site_cookies(options);
    auto keys = std::make_shared<SessionKeyring>(session_key_file(options));
    const std::filesystem::path file = std::filesystem::path{options.data} / "ended-sessions";
    if (options.cache == PagesIn::memory && options.sessions == SessionsIn::cookie) {
        auto ended = std::make_shared<EndedSessions>(file, current_time());
        return {std::move(keys), std::move(ended),   lifetime,
                current_time,    std::move(cookies), session_store(options)};
    }
    const SignalsBlocked blocked;  // RedisEndedSessions starts a thread
    auto ended = std::make_shared<RedisEndedSessions>(redis_address(options), options.redis_timeout,
                                                      SessionKeeper::retention(lifetime), file);
    return {std::move(keys), std::move(ended),   lifetime,
            current_time,    std::move(cookies), session_store(options)};
}

std::unique_ptr<AccessLog> make_access_log(const ReportingOptions& options)
{
    if (options.access_log == "none" || options.access_log.empty()) return nullptr;
    const SignalsBlocked blocked;  // AccessLog starts a thread
    return std::make_unique<AccessLog>(options.access_log, options.access_log_format);
}

// The threads that may have taken the place of others too, and some for jobs.
ProcessBoard make_board(const Site& site, const ProcessOptions& options)
{
    constexpr std::size_t of_after_answer = 2;
    return ProcessBoard::make(options.data,
                              2 * options.threads + site.jobs().size() + of_after_answer);
}

// Empty: another process need not take the place of this one.
std::string why_to_replace(const FastcgiServer& server, const JobRunner& jobs,
                           const ProcessBoard& board, const ProcessOptions& options)
{
    if (server.needs_replacement()) return "a view took longer than --view-timeout";
    if (jobs.needs_replacement()) return "a job took longer than its time limit, and did not stop";
    if (options.max_requests == 0) return {};
    const std::uint64_t answered = board.counters().totals().answers();
    if (answered < options.max_requests) return {};
    return "it has answered " + std::to_string(answered) + " requests (--max-requests)";
}

std::chrono::milliseconds time_until(std::chrono::steady_clock::time_point then)
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        then - std::chrono::steady_clock::now());
    return std::max(left, std::chrono::milliseconds{0});
}

// Until the supervisor, or the system, stops this worker.
ServerSignals::Stop work_for_supervisor(const WorkerPlace& place, FastcgiServer& server,
                                        const JobRunner& jobs,
                                        std::optional<WorkExchange>& exchange,
                                        ServerSignals& signals, const ProcessBoard& board,
                                        const ProcessOptions& options,
                                        const std::function<void()>& each_second)
{
    if (exchange) exchange->open();
    place.tell(worker_says::ready);
    bool wants_to_leave = false;
    return signals.wait_for_stop([&] {
        if (server.makes_progress()) {
            place.tell(worker_says::alive);
            if (exchange) exchange->show_progress();
        }
        each_second();
        if (exchange) exchange->look_after_others();
        if (wants_to_leave) return;
        const std::string why = why_to_replace(server, jobs, board, options);
        wants_to_leave = !why.empty();
        if (wants_to_leave) place.tell(std::string{worker_says::replace} + why);
    });
}

// Takes a connection that a retired worker hands over. Returns false if there is none.
bool take_from_inbox(FastcgiServer& server, int inbox)
{
    if (!may_take_message(inbox, "connection")) return false;
    FileDescriptor connection = receive_descriptor(inbox);
    if (!connection.is_open()) return false;
    server.adopt(std::move(connection));
    return true;
}

// Takes those that no thread takes, because all are in slow views. The inbox has room for some
// hundreds, and a worker that retires waits a moment for room, then closes the others.
void empty_inbox(FastcgiServer& server, int inbox)
{
    constexpr int moment = 20;  // milliseconds, for the next ones
    pollfd readable{inbox, POLLIN, 0};
    for (int wait = 0; ::poll(&readable, 1, wait) == 1; wait = moment) {
        if (!take_from_inbox(server, inbox)) return;
    }
}

FastcgiServer::HandOver hand_over_to(const WorkerPlace& place)
{
    return [outbox = place.outbox](FileDescriptor& connection) {
        if (!send_descriptor(outbox, connection)) return false;
        connection.close();
        return true;
    };
}

// `into` must outlive the server's threads.
void share_work(std::optional<WorkExchange>& into, std::optional<PlaceInPool> place,
                FastcgiServer& server, WorkSlots& work)
{
    if (!place) return;
    auto slots = SharedSlots::map(place->share.slots);
    if (slots && place->number < slots->size())
        into.emplace(std::move(*place), std::move(*slots), server, work);
}

}  // namespace

void raise_limit_of_open_files()
{
    constexpr rlim_t enough = 16'384;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= enough) return;
    limit.rlim_cur = std::min(enough, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void make_directory(const std::filesystem::path& directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (!error && ::access(directory.c_str(), W_OK | X_OK) != 0)
        error = {errno, std::generic_category()};
    if (error) {
        throw std::runtime_error{
            "cannot write in the data directory " + directory.string() + ": " + error.message() +
            "; make the user who runs this program its owner, or set --data to another directory"};
    }
}

int answer_requests(const Site& site, const CommandLine& line, Listener& listener,
                    const WorkerPlace* place, std::optional<PlaceInPool> shared)
{
    const ServerOptions& options = line.options;
    make_directory(options.data);
    share_arenas(options.threads);
    report_crashes();
    const ProcessBoard board = make_board(site, options);
    set_activity_slots(board.slots(), board.slot_count());
    const auto application = make_application(site, line, make_sessions(options));
    // The author looks at the log in debug mode; otherwise each worker would repeat it.
    const LogLevel level = options.debug ? LogLevel::warning : LogLevel::debug;
    for (const std::string& warning : application->template_warnings())
        log(level, "a template is probably wrong", {{"why", warning}});
    {
        const PurgeScope purges = application->cache().purge_scope();
        site.start(line.settings);
    }

    raise_limit_of_open_files();
    application->slots().limit(options.threads);
    application->count_in(board.counters());
    const auto access_log = make_access_log(options);
    std::optional<WorkExchange> exchange;
    FastcgiServer server{listener, *application, limits_of(options)};
    share_work(exchange, std::move(shared), server, application->slots());
    if (access_log) server.log_to(*access_log);
    server.trust(trusted_proxies(options));
    server.spool_bodies({options.data, options.max_spool});
    if (place != nullptr) {
        server.watch_inbox(place->inbox,
                           [&, inbox = place->inbox] { take_from_inbox(server, inbox); });
    }
    auto signals = std::make_unique<ServerSignals>(place != nullptr, [&] {
        if (access_log) access_log->reopen();
    });
    const auto jobs = make_jobs(site, options, *application);
    {
        const SignalsBlocked blocked;
        application->cache().begin_mirror();
        server.start(options.threads);
        jobs->start();
    }
    log(LogLevel::info, "listening",
        {{"address", place != nullptr ? place->address : listener.address().to_text()},
         {"process", std::to_string(::getpid())},
         {"threads", std::to_string(options.threads)},
         {"cache", options.debug ? "none (debug)" : application->cache().description()},
         {"sessions", place_of_sessions(options)}});
    auto watchdog = std::make_unique<ServiceWatchdog>(service_watchdog_time(),
                                                      [&] { return server.makes_progress(); });
    notify_service("READY=1");
    MemoryReturn memory;
    const auto each_second = [&] {
        server.accept_overlooked();
        if (place != nullptr) empty_inbox(server, place->inbox);
        const MemoryLevel& pages = application->cache().memory();
        memory.look(pages.dropped_bytes(), pages.bytes());
    };
    const ServerSignals::Stop stop =
        place != nullptr ? work_for_supervisor(*place, server, *jobs, exchange, *signals, board,
                                               options, each_second)
                         : signals->wait_for_stop(each_second);
    notify_service("STOPPING=1");
    watchdog.reset();
    log(stop.retires ? LogLevel::debug : LogLevel::info, "stopping: finishing the current requests",
        {{"signal", stop.signal},
         {"process", std::to_string(::getpid())},
         {"limit", std::to_string(options.stop_timeout.count()) + " s"}});
    signals.reset();
    application->cache().end_mirror();
    if (exchange) exchange->close();
    const auto latest = std::chrono::steady_clock::now() + options.stop_timeout;
    jobs->begin_stop();
    const auto unfinished = stop.retires
                                ? server.stop(options.stop_timeout, hand_over_to(*place),
                                              [&] { place->tell(worker_says::handed_over); })
                                : server.stop(options.stop_timeout);
    if (unfinished.parked + unfinished.running > 0) {
        log(LogLevel::warning,
            "requests were cut off: they were not finished within --stop-timeout, or their clients "
            "had not sent or read all of them",
            {{"views", std::to_string(unfinished.running)},
             {"waiting", std::to_string(unfinished.parked)}});
    }
    const auto unfinished_jobs = jobs->stop(time_until(latest));
    if (unfinished.running + unfinished.given_up + unfinished_jobs.running > 0) {
        // The threads of these requests and jobs still use objects that a return would destroy.
        listener.remove_file();
        if (access_log) access_log->flush();
        std::_Exit(0);
    }
    const PurgeScope purges = application->cache().purge_scope();
    site.stop(line.settings);
    return 0;
}

}  // namespace aspic
