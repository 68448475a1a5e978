#pragma once
// From checked options to the parts of a running site. Shared by the commands that need them.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <aspic/commands/options.h>
#include <aspic/purging/redis_purge_log.h>
#include <aspic/redis/redis_connection.h>
#include <aspic/site/application.h>

namespace aspic {

/// --redis, read. Throws UsageError.
RedisAddress redis_address(const RedisOptions& options);
PurgeLogSettings purge_log_settings(const ServerOptions& options);
/// Where purges wait for Redis: all processes of one data directory share it.
std::filesystem::path waiting_purges_directory(const ProcessOptions& options);

/// A connection on which Redis has answered, for commands that are nothing without it. Throws
/// UsageError where pages are not kept in Redis, std::runtime_error where it cannot be reached;
/// `undone` ends that sentence: "nothing was purged".
RedisConnection open_redis(const ServerOptions& options, std::string_view undone);

/// Changes with the program, the templates and the site's options: pages of one version are never
/// served by another.
std::string version_of(const std::string& templates_version, const Site& site,
                       const CommandLine& line);
/// The same for the templates that the options name. Throws TemplateError.
std::string version_of(const Site& site, const CommandLine& line);

/// The application with its cache. Threads that it starts take no signals.
std::unique_ptr<Application> make_application(
    const Site& site, const CommandLine& line, SessionKeeper sessions,
    RedisPurgeLog::Role role = RedisPurgeLog::Role::worker);

/// For commands whose output is their own: what the server logs of its ordinary course is left out.
void only_warnings(const ProcessOptions& options);

/// For commands that answer nobody: sessions that no cookie opens.
SessionKeeper no_sessions();

/// While it lives, threads that are started take no signals: libfcgi and hiredis give up a read
/// that a signal interrupts.
class SignalsBlocked {
public:
    SignalsBlocked();
    ~SignalsBlocked();
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    struct Before;
    std::unique_ptr<Before> before_;
};

}  // namespace aspic
