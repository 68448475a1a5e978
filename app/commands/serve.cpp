#include <sodium.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "caching/memory_store.h"
#include "caching/redis_store.h"
#include "commands/commands.h"
#include "reporting/log.h"
#include "serving/fastcgi_server.h"
#include "sessions/session_keys.h"
#include "site/application.h"

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

/// The request threads take no signals: libfcgi gives up a read that a signal interrupts.
class SignalsBlocked {
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

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

// Pages that another build, other templates or other options of the site made are not served: each
// such version has its own keys in Redis.
std::string version_of(const std::string& templates_version, const Site& site,
                       const Settings& settings)
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, 16);
    const auto add = [&state](const std::string& text) {
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.c_str()),
                                  text.size() + 1);
    };
    std::ifstream program{"/proc/self/exe", std::ios::binary};
    add(std::string{std::istreambuf_iterator<char>{program}, {}});
    add(templates_version);
    add(settings.get("mount"));
    for (const Site::Option& option : site.options())
        add(option.name + '=' + settings.get(option.name));
    std::array<unsigned char, 16> hash{};
    crypto_generichash_final(&state, hash.data(), hash.size());
    std::array<char, 17> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), 8);
    return std::string{hex.data()}.substr(0, 8);
}

std::unique_ptr<Store> make_store(const std::string& version, const Settings& settings)
{
    if (settings.get("cache") == "memory")
        return std::make_unique<MemoryStore>(number_of(settings, "cache-memory"));
    const auto address = RedisAddress::parse(settings.get("redis"));
    if (!address) {
        throw UsageError{"--redis is \"" + settings.get("redis") +
                         "\": it must be unix:/path/to/socket or "
                         "redis://[user:password@]host[:port][/database]"};
    }
    return std::make_unique<RedisStore>(
        *address, std::chrono::milliseconds{number_of(settings, "redis-timeout-ms")}, version);
}

ApplicationSettings application_settings(const Settings& settings)
{
    ApplicationSettings application;
    application.templates = settings.get("templates");
    if (!settings.get("static").empty())
        application.static_files = StaticFiles::from_manifest(settings.get("static"));
    application.mount = settings.get("mount");
    if (!application.mount.empty() &&
        (!application.mount.starts_with('/') || application.mount.ends_with('/'))) {
        throw UsageError{"--mount is \"" + application.mount +
                         "\": it must start with '/' and not end with it, as /docs"};
    }
    application.debug = yes_of(settings, "debug");
    application.most_parameters = number_of(settings, "max-parameters");
    application.cache.most_entry_bytes = number_of(settings, "max-entry");
    application.cache.negative_lifetime =
        std::chrono::seconds{number_of(settings, "negative-lifetime")};
    return application;
}

Limits limits_of(const Settings& settings)
{
    return {.most_body_bytes = number_of(settings, "max-body"),
            .most_header_bytes = number_of(settings, "max-header-bytes"),
            .most_header_fields = number_of(settings, "max-header-fields"),
            .receive_time = std::chrono::seconds{number_of(settings, "receive-timeout")},
            .send_time = std::chrono::seconds{number_of(settings, "send-timeout")}};
}

LogLevel log_level(const Settings& settings)
{
    const std::string& name = settings.get("log-level");
    return name == "debug"     ? LogLevel::debug
           : name == "warning" ? LogLevel::warning
           : name == "error"   ? LogLevel::error
                               : LogLevel::info;
}

}  // namespace

int serve(const Site& site, const Settings& settings)
{
    set_log_level(log_level(settings));
    const ListenAddress address = listen_address(settings);
    const std::string& data = settings.get("data");
    make_directory(data);
    SessionKeeper sessions{
        SessionKeys::load_or_create(session_key_file(settings)),
        std::chrono::seconds{number_of(settings, "session-lifetime")},
        [] { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }};
    std::string version;
    const Application application{site, application_settings(settings), std::move(sessions),
                                  [&](const std::string& templates_version) {
                                      version = version_of(templates_version, site, settings);
                                      return make_store(version, settings);
                                  }};
    const Listener listener{address};
    site.start(settings);

    stop_requested = ::eventfd(0, EFD_CLOEXEC);
    FastcgiServer server{listener, application, limits_of(settings)};
    std::signal(SIGTERM, on_stop_signal);
    std::signal(SIGINT, on_stop_signal);
    {
        const SignalsBlocked blocked;
        server.start(number_of(settings, "threads"));
    }
    log(LogLevel::info, "listening",
        {{"address", address.to_text()},
         {"threads", settings.get("threads")},
         {"cache", yes_of(settings, "debug") ? "none (debug)" : application.store().description()},
         {"version", version}});
    wait_for_stop();
    log(LogLevel::info, "stopping: requests under way are finished");
    server.stop();
    return 0;
}

}  // namespace aspic
