#include <aspic/commands/set_up.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <aspic/base/checksum.h>
#include <aspic/base/clock.h>
#include <aspic/base/digest.h>
#include <aspic/base/encoding.h>
#include <aspic/base/syntax.h>
#include <aspic/base/whole_file.h>
#include <aspic/caching/redis_store.h>
#include <aspic/commands/option_forms.h>
#include <aspic/mirroring/mirror.h>
#include <aspic/reporting/log.h>
#include <aspic/sessions/session_keys.h>

namespace aspic {

namespace {

PageCacheSettings cache_settings(const CacheOptions& options)
{
    PageCacheSettings cache;
    cache.freshness = {.most_bytes = options.max_entry,
                       .negative_lifetime = options.negative_lifetime,
                       .longest_lifetime = options.longest_lifetime,
                       .stale_while_revalidate = options.stale_while_revalidate,
                       .stale_if_error = options.stale_if_error};
    cache.memory_bytes = options.cache_memory;
    cache.min_uses = static_cast<std::uint32_t>(options.min_uses);
    cache.most_variants = static_cast<std::uint32_t>(options.max_variants);
    cache.no_vary_search = options.no_vary_search;
    return cache;
}

StaticFiles static_files(const PageOptions& options)
{
    return options.static_files.empty() ? StaticFiles{}
                                        : StaticFiles::from_manifest(options.static_files);
}

std::vector<AddressRange> address_ranges(std::string_view text)
{
    std::vector<AddressRange> ranges;
    while (!text.empty()) {
        const std::string_view one = syntax::trim(syntax::take_until(text, ','));
        const auto range = AddressRange::parse(one);
        if (!range) {
            throw UsageError{"--status-allow has \"" + std::string{one} +
                             "\": write addresses with commas between them, such as "
                             "127.0.0.1,10.0.0.0/8,2001:db8::/32"};
        }
        ranges.push_back(*range);
    }
    return ranges;
}

std::string read_token(const std::string& file)
{
    constexpr std::size_t least = 16;
    constexpr std::size_t most_bytes = 65'536;
    try {
        const std::string text = read_bounded_file(file, most_bytes);
        std::string token{syntax::trim(std::string_view{text}.substr(0, text.find('\n')))};
        if (token.size() >= least) return token;
        throw std::runtime_error{"its first line has fewer than 16 characters"};
    } catch (const std::runtime_error& error) {
        throw std::runtime_error{
            "--status-token " + file + " cannot be used: " + error.what() +
            "; write a random secret into it, for example by: openssl rand -hex 16 > " + file};
    }
}

// The front end and this program must mean the same files, so the paths are compared as the system
// resolves them.
FrontEndFiles front_end_files(const PageOptions& options)
{
    std::vector<std::string> directories = x_sendfile_directories(options.x_sendfile);
    for (const std::string& directory : directories) {
        std::error_code error;
        const std::filesystem::path real = std::filesystem::canonical(directory, error);
        if (error) {
            throw UsageError{"--x-sendfile has " + directory + ", which cannot be used (" +
                             error.message() + "): make this directory first"};
        }
        if (real != directory) {
            throw UsageError{"--x-sendfile has " + directory + ", which is " + real.string() +
                             " by its real path: write that, here and in the front end"};
        }
    }
    return FrontEndFiles{std::move(directories)};
}

ApplicationSettings application_settings(const ServerOptions& options)
{
    ApplicationSettings application;
    application.templates = options.templates;
    application.static_files = static_files(options);
    application.mount = options.mount;
    application.front_end_files = front_end_files(options);
    application.debug = options.debug;
    if (options.debug) {
        application.static_directory = options.static_files;
        const char* const dev = std::getenv(dev_variable);
        if (dev != nullptr) application.dev_state = dev;
    }
    application.content_security_policy = options.content_security_policy;
    application.slow_fragment = options.slow_fragment;
    application.slow_view = options.slow_view;
    application.data = options.data;
    application.status = status_access(options);
    application.most_parameters = options.max_parameters;
    application.cache = cache_settings(options);
    application.cache.dictionary = compression_dictionary(options);
    return application;
}

// What the pages of its cache are in: two sites have two of them.
std::string site_of(const ServerOptions& options)
{
    std::string text =
        options.cache == PagesIn::redis
            ? "the site with its pages in redis " + redis_address(options).to_text()
            : "the site with its data in " +
                  std::filesystem::absolute(options.data).lexically_normal().string();
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

// Null if there is none.
std::shared_ptr<Mirror> make_mirror(const std::string& version, const Site& site,
                                    const ServerOptions& options)
{
    if (options.mirror.empty() || options.debug) return nullptr;
    if (options.cache == PagesIn::memory && options.workers > 1) {
        throw UsageError{
            "with --cache memory, a purge reaches one worker, and --mirror has the pages of "
            "another: set --workers to 0 or 1, or --cache to redis"};
    }
    if (!site.arounds().empty()) {
        log(LogLevel::warning,
            "pages are not mirrored, because a function around the site sees each request",
            {{"mirror", options.mirror}});
        return nullptr;
    }
    return std::make_shared<Mirror>(MirrorSettings{.directory = options.mirror,
                                                   .most_pages = options.mirror_files,
                                                   .most_bytes = options.mirror_size,
                                                   .version = version,
                                                   .site = site_of(options),
                                                   .mount = options.mount,
                                                   .blind_time = options.blind_time});
}

CacheParts make_parts(const std::string& version, const Site& site, const ServerOptions& options,
                      RedisPurgeLog::Role role)
{
    PurgeLogSettings log = purge_log_settings(options);
    std::shared_ptr<Mirror> mirror;
    if (role == RedisPurgeLog::Role::worker) mirror = make_mirror(version, site, options);
    if (options.cache == PagesIn::memory) {
        return {nullptr, std::make_unique<LocalPurgeLog>(log.grace, current_time, mirror),
                std::move(mirror)};
    }
    log.copies = mirror;
    log.version = version;
    if (role == RedisPurgeLog::Role::worker) log.spool = waiting_purges_directory(options);
    const RedisAddress address = redis_address(options);
    return {std::make_unique<RedisStore>(address, log.redis_timeout, version),
            std::make_unique<RedisPurgeLog>(address, std::move(log), role), std::move(mirror)};
}

}  // namespace

struct SignalsBlocked::Before {
    sigset_t set;
};

SignalsBlocked::SignalsBlocked() : before_{std::make_unique<Before>()}
{
    sigset_t all;
    sigfillset(&all);
    // A crash must reach the handler that reports it.
    for (const int crash : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS})
        sigdelset(&all, crash);
    pthread_sigmask(SIG_SETMASK, &all, &before_->set);
}

SignalsBlocked::~SignalsBlocked()
{
    pthread_sigmask(SIG_SETMASK, &before_->set, nullptr);
}

std::shared_ptr<const CompressionDictionary> compression_dictionary(const ServerOptions& options)
{
    if (options.compression_dictionary.empty() || options.debug) return nullptr;
    const std::string& file = options.compression_dictionary;
    try {
        return std::make_shared<const CompressionDictionary>(
            read_bounded_file(file, CompressionDictionary::most_file_bytes));
    } catch (const std::exception& error) {
        throw std::runtime_error{"--compression-dictionary " + file +
                                 " cannot be used: " + error.what() +
                                 "; the command train-dictionary makes one from the site's pages"};
    }
}

StatusAccess status_access(const ReportingOptions& options)
{
    StatusAccess access{.addresses = address_ranges(options.status_allow)};
    if (!options.status_token.empty()) access.token = read_token(options.status_token);
    return access;
}

RedisAddress redis_address(const RedisOptions& options)
{
    return RedisAddress::parse(options.redis).value();
}

RedisConnection open_redis(const ServerOptions& options, std::string_view undone)
{
    const RedisAddress address = redis_address(options);
    if (options.cache != PagesIn::redis) {
        throw UsageError{
            "with --cache memory, each process has its own pages: this command needs "
            "--cache "
            "redis, and the same --redis as the server"};
    }
    RedisConnection redis{address, options.redis_timeout};
    const RedisReply pong = redis.run({"PING"});
    const std::string why = !pong                             ? redis.error()
                            : pong->type == REDIS_REPLY_ERROR ? pong->str
                                                              : "";
    if (!why.empty()) {
        throw std::runtime_error{
            "redis " + address.to_text() + " cannot be used (" + why +
            "); start it, or set --redis to that of the server: " + std::string{undone}};
    }
    return redis;
}

void only_warnings(const ProcessOptions& options)
{
    set_log_level(std::max(LogLevel::warning, options.log_level));
}

std::filesystem::path waiting_purges_directory(const ProcessOptions& options)
{
    return std::filesystem::path{options.data} / "waiting-purges";
}

PurgeLogSettings purge_log_settings(const ServerOptions& options)
{
    constexpr std::chrono::days margin{1};
    return {.grace = options.soft_purge_grace,
            .blind_time = options.blind_time,
            .retention = options.longest_lifetime + margin,
            .redis_timeout = options.redis_timeout};
}

std::string version_of(const std::string& templates_version,
                       const CompressionDictionary* dictionary, const Site& site,
                       const CommandLine& line)
{
    Digest digest;
    const auto program = checksum_of_file("/proc/self/exe");
    if (!program) {
        log(LogLevel::warning,
            "this program cannot read its own file, so pages of another build may be served: mount "
            "/proc, and allow its user to read the file");
    }
    digest.add_sized(std::to_string(program.value_or(0)));
    digest.add_sized(templates_version);
    digest.add_sized(dictionary != nullptr ? dictionary->hash_field() : "");
    digest.add_sized(line.options.mount);
    digest.add_sized(line.options.cookie_prefix);
    digest.add_sized(line.options.content_security_policy);
    for (const Site::Option& option : site.options())
        digest.add_sized(option.name + '=' + line.settings.get(option.name));
    constexpr std::size_t bytes = 4;
    return to_hex(digest.bytes().substr(0, bytes));
}

std::string version_of(const Site& site, const CommandLine& line)
{
    const Templates templates{line.options.templates, static_files(line.options)};
    return version_of(templates.version(), compression_dictionary(line.options).get(), site, line);
}

std::unique_ptr<Application> make_application(const Site& site, const CommandLine& line,
                                              SessionKeeper sessions, RedisPurgeLog::Role role)
{
    const SignalsBlocked blocked;
    ApplicationSettings settings = application_settings(line.options);
    // Not read again for the version: the file may have changed since.
    const auto dictionary = settings.cache.dictionary;
    return std::make_unique<Application>(
        site, std::move(settings), std::move(sessions), [&](const std::string& templates_version) {
            return make_parts(version_of(templates_version, dictionary.get(), site, line), site,
                              line.options, role);
        });
}

SessionKeeper no_sessions(const ServerOptions& options)
{
    return {SessionKeys::in_memory(), std::chrono::hours{1}, current_time, site_cookies(options)};
}

SiteCookies site_cookies(const ServerOptions& options)
{
    return {options.cookie_prefix, options.mount};
}

}  // namespace aspic
