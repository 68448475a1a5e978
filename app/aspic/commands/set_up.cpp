#include <aspic/commands/set_up.h>

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <aspic/caching/redis_store.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

PageCacheSettings cache_settings(const Settings& settings)
{
    PageCacheSettings cache;
    cache.freshness = {
        .most_bytes = number_of(settings, "max-entry"),
        .negative_lifetime = seconds{number_of(settings, "negative-lifetime")},
        .longest_lifetime = seconds{number_of(settings, "longest-lifetime")},
        .stale_while_revalidate = seconds{number_of(settings, "stale-while-revalidate")},
        .stale_if_error = seconds{number_of(settings, "stale-if-error")}};
    cache.memory_bytes = number_of(settings, "cache-memory");
    cache.min_uses = static_cast<std::uint32_t>(number_of(settings, "min-uses"));
    cache.most_variants = static_cast<std::uint32_t>(number_of(settings, "max-variants"));
    return cache;
}

StaticFiles static_files(const Settings& settings)
{
    const std::string& directory = settings.get("static");
    return directory.empty() ? StaticFiles{} : StaticFiles::from_manifest(directory);
}

ApplicationSettings application_settings(const Settings& settings)
{
    ApplicationSettings application;
    application.templates = settings.get("templates");
    application.static_files = static_files(settings);
    application.mount = settings.get("mount");
    if (!application.mount.empty() &&
        (!application.mount.starts_with('/') || application.mount.ends_with('/'))) {
        throw UsageError{"--mount is \"" + application.mount +
                         "\": it must start with '/' and not end with '/', such as /docs"};
    }
    application.debug = yes_of(settings, "debug");
    application.content_security_policy = settings.get("content-security-policy");
    application.slow_fragment = milliseconds{number_of(settings, "slow-fragment-ms")};
    application.most_parameters = number_of(settings, "max-parameters");
    application.cache = cache_settings(settings);
    return application;
}

CacheParts make_parts(const std::string& version, const Settings& settings,
                      RedisPurgeLog::Role role)
{
    PurgeLogSettings log = purge_log_settings(settings);
    if (settings.get("cache") == "memory")
        return {nullptr, std::make_unique<LocalPurgeLog>(log.grace, current_time)};
    log.version = version;
    if (role == RedisPurgeLog::Role::worker)
        log.spool = std::filesystem::path{settings.get("data")} / "waiting-purges";
    const RedisAddress address = redis_address(settings);
    return {std::make_unique<RedisStore>(address, log.redis_timeout, version),
            std::make_unique<RedisPurgeLog>(address, std::move(log), role)};
}

}  // namespace

struct SignalsBlocked::Before {
    sigset_t set;
};

SignalsBlocked::SignalsBlocked() : before_{std::make_unique<Before>()}
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_->set);
}

SignalsBlocked::~SignalsBlocked()
{
    pthread_sigmask(SIG_SETMASK, &before_->set, nullptr);
}

RedisAddress redis_address(const Settings& settings)
{
    auto address = RedisAddress::parse(settings.get("redis"));
    if (!address) {
        throw UsageError{"--redis is \"" + settings.get("redis") +
                         "\": it must be unix:/path/to/socket or "
                         "redis://[user:password@]host[:port][/database]"};
    }
    return *address;
}

RedisConnection open_redis(const Settings& settings, std::string_view undone)
{
    const RedisAddress address = redis_address(settings);
    if (settings.get("cache") != "redis") {
        throw UsageError{
            "with --cache memory, each process has its own pages: this command needs "
            "--cache "
            "redis, and the same --redis as the server"};
    }
    const milliseconds timeout{number_of(settings, "redis-timeout-ms")};
    RedisConnection redis{address, timeout};
    const RedisReply pong = redis.run({"PING"});
    const std::string why = !pong                             ? redis.error()
                            : pong->type == REDIS_REPLY_ERROR ? pong->str
                                                              : "";
    if (!why.empty()) {
        throw std::runtime_error{"redis " + address.to_text() + " cannot be used (" + why +
                                 "): " + std::string{undone}};
    }
    return redis;
}

LogLevel log_level(const Settings& settings)
{
    const std::string& name = settings.get("log-level");
    return name == "debug"     ? LogLevel::debug
           : name == "warning" ? LogLevel::warning
           : name == "error"   ? LogLevel::error
                               : LogLevel::info;
}

void only_warnings(const Settings& settings)
{
    set_log_level(std::max(LogLevel::warning, log_level(settings)));
}

PurgeLogSettings purge_log_settings(const Settings& settings)
{
    const seconds blind_time{number_of(settings, "blind-time")};
    return {.grace = seconds{number_of(settings, "soft-purge-grace")},
            .blind_time = blind_time,
            .retention = seconds{number_of(settings, "longest-lifetime")} + seconds{86'400},
            .redis_timeout = milliseconds{number_of(settings, "redis-timeout-ms")}};
}

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
    std::array<char, 65'536> piece{};
    while (program.read(piece.data(), piece.size()), program.gcount() > 0) {
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(piece.data()),
                                  static_cast<unsigned long long>(program.gcount()));
    }
    add(templates_version);
    add(settings.get("mount"));
    add(settings.get("content-security-policy"));
    for (const Site::Option& option : site.options())
        add(option.name + '=' + settings.get(option.name));
    std::array<unsigned char, 16> hash{};
    crypto_generichash_final(&state, hash.data(), hash.size());
    std::array<char, 17> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), 8);
    return std::string{hex.data()}.substr(0, 8);
}

std::string version_of(const Site& site, const Settings& settings)
{
    const Templates templates{settings.get("templates"), static_files(settings)};
    return version_of(templates.version(), site, settings);
}

std::unique_ptr<Application> make_application(const Site& site, const Settings& settings,
                                              SessionKeeper sessions, RedisPurgeLog::Role role)
{
    const SignalsBlocked blocked;
    return std::make_unique<Application>(
        site, application_settings(settings), std::move(sessions),
        [&](const std::string& templates_version) {
            return make_parts(version_of(templates_version, site, settings), settings, role);
        });
}

SessionKeeper no_sessions()
{
    return {SessionKeys::in_memory(), seconds{3600}, current_time};
}

}  // namespace aspic
