#pragma once
// The values of the server's own options, each with its type. Values; parse_command_line makes
// them. The table (option_table.cpp) names the member that an option sets, so nothing is looked up
// by name: an option that does not exist is a compile error. A site's own options are in Settings.
// The group of a struct is the heading of its options in --help and in the manual page.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <aspic/developing/front_end.h>
#include <aspic/http/trusted_proxies.h>
#include <aspic/reporting/access_line.h>
#include <aspic/reporting/log.h>

namespace aspic {

enum class PagesIn : std::uint8_t { redis, memory };
enum class SessionsIn : std::uint8_t { cookie, redis };

struct ProcessOptions {
    static constexpr const char* group = "The process";
    std::string config;
    std::string data;
    std::size_t threads = 0;
    std::size_t workers = 0;  // processes of a supervisor; 0: this process answers itself
    std::size_t max_requests = 0;
    std::size_t max_memory = 0;
    std::chrono::seconds start_timeout{0};
    std::chrono::seconds job_timeout{0};
    LogLevel log_level = LogLevel::info;
};

struct ServingOptions {
    static constexpr const char* group = "Connections and requests";
    std::string listen;
    std::string trusted_proxy;  // address ranges; empty: none
    ProxyFields proxy_fields = ProxyFields::any;
    std::size_t max_body = 0;
    std::size_t max_spool = 0;
    std::size_t max_header_bytes = 0;
    std::size_t max_header_fields = 0;
    std::chrono::seconds receive_timeout{0};
    std::chrono::seconds queue_timeout{0};
    std::chrono::seconds view_timeout{0};
    std::chrono::seconds send_timeout{0};
    std::chrono::seconds stop_timeout{0};
};

struct PageOptions {
    static constexpr const char* group = "Pages";
    std::string templates;
    std::string static_files;  // empty: plain names
    std::string mount;
    std::string x_sendfile;  // directories with commas between them; empty: none
    bool debug = false;
    std::string content_security_policy;
    std::chrono::milliseconds slow_fragment{0};
    std::size_t max_parameters = 0;
};

struct ReportingOptions {
    static constexpr const char* group = "Logs and status";
    std::string access_log;  // a file, stdout, stderr or none
    AccessLogFormat access_log_format = AccessLogFormat::combined;
    std::chrono::milliseconds slow_view{0};
    std::string status_allow;  // address ranges; empty: none
    std::string status_token;  // a file; empty: none
};

struct CacheOptions {
    static constexpr const char* group = "The page cache";
    PagesIn cache = PagesIn::redis;
    std::size_t cache_memory = 0;
    std::size_t max_entry = 0;
    std::chrono::seconds longest_lifetime{0};
    std::chrono::seconds negative_lifetime{0};
    std::chrono::seconds stale_while_revalidate{0};
    std::chrono::seconds stale_if_error{0};
    std::chrono::seconds soft_purge_grace{0};
    std::chrono::seconds blind_time{0};
    std::size_t min_uses = 0;
    std::size_t max_variants = 0;
    bool no_vary_search = true;
    std::string compression_dictionary;  // a file; empty: none
    std::string mirror;                  // directory; empty: none
    std::size_t mirror_files = 0;
    std::size_t mirror_size = 0;
};

struct RedisOptions {
    static constexpr const char* group = "Redis";
    std::string redis;
    std::chrono::milliseconds redis_timeout{0};
};

struct SessionOptions {
    static constexpr const char* group = "Sessions";
    SessionsIn sessions = SessionsIn::cookie;
    std::string session_redis;  // empty: the Redis of the pages
    std::chrono::seconds session_lifetime{0};
    std::string session_key;    // empty: in the data directory
    std::string cookie_prefix;  // empty: made from the mount
};

/// The options of single commands.
struct CommandOptions {
    static constexpr const char* group = "Commands";
    std::string tag;
    std::string path;
    bool all = false;
    bool soft = false;
    std::string sitemap;
    std::string host;  // with or without a scheme; several with commas between them
    std::chrono::seconds keep{0};
    bool uncompressed = false;
    std::chrono::seconds seal_delay{0};
    std::chrono::seconds lifetime{0};
    bool json = false;
    bool once = false;
};

/// The options of `dev`.
struct DevOptions {
    static constexpr const char* group = "Commands";
    std::size_t port = 0;
    FrontEndKind front = FrontEndKind::lighttpd;
    std::string build;
    std::string static_source;  // files and directories with commas between them
    std::string deploy;         // empty: where the library finds them
    std::string state;          // empty: build/run/PORT
    bool production = false;
};

/// All of them. A function asks for the part that it needs.
struct ServerOptions : ProcessOptions,
                       ServingOptions,
                       PageOptions,
                       ReportingOptions,
                       CacheOptions,
                       RedisOptions,
                       SessionOptions,
                       CommandOptions,
                       DevOptions {};

}  // namespace aspic
