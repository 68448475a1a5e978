#pragma once
// From checked options to the parts of a running site. Shared by the commands that need them.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include <aspic/commands/options.h>
#include <aspic/entries/compression_dictionary.h>
#include <aspic/purging/redis_purge_log.h>
#include <aspic/redis/redis_connection.h>
#include <aspic/site/application.h>

namespace aspic {

/// The address in --redis, which was checked.
RedisAddress redis_address(const RedisOptions& options);
PurgeLogSettings purge_log_settings(const ServerOptions& options);
/// The directory of purges that wait for Redis. All processes of one data directory share it.
std::filesystem::path waiting_purges_directory(const ProcessOptions& options);

/// The dictionary in --compression-dictionary; null if there is none, or if nothing is cached
/// (--debug). Throws std::runtime_error, which names the option and its file.
std::shared_ptr<const CompressionDictionary> compression_dictionary(const ServerOptions& options);

/// Who may see the status page. Throws UsageError or std::runtime_error, which name the option.
StatusAccess status_access(const ReportingOptions& options);

/// A connection on which Redis has answered, for commands that need Redis. Throws UsageError if
/// pages are not kept in Redis, and std::runtime_error if Redis cannot be reached; `undone` ends
/// that message: "nothing was purged".
RedisConnection open_redis(const ServerOptions& options, std::string_view undone);

/// The version of pages. It changes with the program, the templates, the compression dictionary
/// (null: none) and the site's options. A process never serves pages of another version.
std::string version_of(const std::string& templates_version,
                       const CompressionDictionary* dictionary, const Site& site,
                       const CommandLine& line);
/// The same for the templates and the dictionary that the options name. Throws TemplateError, and
/// std::runtime_error, which names the dictionary's file.
std::string version_of(const Site& site, const CommandLine& line);

/// The application with its cache. Threads that it starts receive no signals.
std::unique_ptr<Application> make_application(
    const Site& site, const CommandLine& line, SessionKeeper sessions,
    RedisPurgeLog::Role role = RedisPurgeLog::Role::worker);

/// For commands with their own output: leaves out the log lines below warnings.
void only_warnings(const ProcessOptions& options);

/// For commands that answer no requests: sessions that no cookie opens.
SessionKeeper no_sessions(const ServerOptions& options);

/// How this site names its cookies.
SiteCookies site_cookies(const ServerOptions& options);

/// While it exists, new threads receive no signals: libfcgi and hiredis give up a read that a
/// signal interrupts.
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
