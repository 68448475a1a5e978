#include <algorithm>
#include <stdexcept>
#include <thread>

#include <aspic/commands/option_forms.h>
#include <aspic/commands/option_kinds.h>
#include <aspic/commands/options.h>
#include <aspic/site/application.h>

namespace aspic {

namespace {

constexpr std::uint64_t kilo = 1024;
constexpr std::uint64_t mega = 1024 * kilo;

}  // namespace

std::vector<Option> all_options(const Site& site)
{
    using namespace option_kinds;
    const std::string threads =
        std::to_string(std::max(16U, 2 * std::thread::hardware_concurrency()));
    std::vector<Option> options{
        default_is("/etc/aspic/PROGRAM.conf if it exists; --config= reads no file",
                   text(&ProcessOptions::config, config_option, "FILE", "",
                        "file of options, one `name = value` per line")),
        default_is("the socket from the program that starts this one (systemd, or a front end on "
                   "descriptor 0)",
                   checked(why_no_listen_address, text(&ServingOptions::listen, "listen", "ADDRESS",
                                                       "", "unix:PATH, tcp:HOST:PORT or fd:N"))),
        checked(why_no_address_ranges,
                text(&ServingOptions::trusted_proxy, "trusted-proxy", "CIDR,...", "",
                     "addresses of the proxies in front of the front end, such as 10.0.0.0/8,::1. "
                     "Only in requests from them, X-Forwarded-For, X-Forwarded-Proto, "
                     "X-Forwarded-Host and Forwarded state the client's address, the scheme and "
                     "the host. List no address from which visitors come too")),
        choice(&ServingOptions::proxy_fields, "proxy-fields",
               {{"any", ProxyFields::any},
                {"x-forwarded", ProxyFields::x_forwarded},
                {"forwarded", ProxyFields::forwarded}},
               "which fields the trusted proxies set: the X-Forwarded fields, or Forwarded (RFC "
               "7239). With any, neither counts if they name different clients. The proxies must "
               "set or remove all fields that count, because clients can send them too"),
        default_is("16, or twice the number of processors if that is more",
                   number(&ProcessOptions::threads, "threads", threads, 1, 1024,
                          "threads that answer requests; a quarter of them serve only cached "
                          "pages, and one route takes at most half of the others. More threads "
                          "help views that wait, for example for a database, but not views that "
                          "compute. With 1 thread, cached pages wait for views")),
        number(&ProcessOptions::workers, "workers", "0", 0, 256,
               "processes that answer requests, each with --threads threads, below a supervisor "
               "that replaces those that die and reloads the program on SIGHUP. With 0, this "
               "process answers itself, without a supervisor"),
        number(&ProcessOptions::max_requests, "max-requests", "0", 0, 1'000'000'000'000,
               "number of requests after which a worker is replaced; 0: no limit"),
        bytes(&ProcessOptions::max_memory, "max-memory", "0", 0, 1024 * kilo * mega,
              "memory of a worker above which it is replaced; 0: no limit"),
        seconds(&ProcessOptions::start_timeout, "start-timeout", "600", 1, 3600,
                "time for a worker to become ready; after it, the worker is killed, and a reload "
                "has failed"),
        seconds(&ProcessOptions::job_timeout, "job-timeout", "300", 1, 86'400,
                "time that a job of the site may take, if the site sets none; after it, this is "
                "logged, and the process is replaced if it is a worker"),
        text(&PageOptions::templates, "templates", "DIR", "templates",
             "directory of the templates"),
        text(&PageOptions::static_files, "static", "DIR", "",
             "directory that collect-static has made; without it, the names in /static/ have no "
             "hash"),
        text(&ProcessOptions::data, "data", "DIR", "data",
             "directory for the session key, for purges that wait for Redis, and for the site's "
             "own data"),
        checked(why_no_mount_prefix,
                text(&PageOptions::mount, "mount", "PREFIX", "",
                     "path below which the front end serves this site, such as /docs")),
        checked(why_no_x_sendfile,
                text(&PageOptions::x_sendfile, "x-sendfile", "DIR,...", "",
                     "directories, absolute and without symbolic links, whose files the front end "
                     "sends itself if a view returns them (File). Set it only together with the "
                     "front end's side, which names the same directories (deploy/README.md): "
                     "another front end would send empty answers")),
        yes_or_no(&PageOptions::debug, "debug",
                  "cache nothing, reload changed templates, show errors on the page"),
        choice(&ProcessOptions::log_level, "log-level",
               {{"info", LogLevel::info},
                {"debug", LogLevel::debug},
                {"warning", LogLevel::warning},
                {"error", LogLevel::error}},
               "minimum log level"),
        text(&ReportingOptions::access_log, "access-log", "FILE", "none",
             "file of the access log, or stdout, stderr or none; SIGUSR1 opens the file again"),
        choice(&ReportingOptions::access_log_format, "access-log-format",
               {{"combined", AccessLogFormat::combined}, {"json", AccessLogFormat::json}},
               "combined, as Apache and nginx write it, or a JSON object for each request, with "
               "route, cache result, request id and seconds"),
        milliseconds(&ReportingOptions::slow_view, "slow-view-ms", "1000", 0, 3'600'000,
                     "milliseconds; a request whose view takes longer is logged, with the time in "
                     "the view, its template, Redis and fragments; 0: never"),
        text(&ReportingOptions::status_allow, "status-allow", "CIDR,...", "",
             "addresses that may see /_status and /_metrics, such as 127.0.0.1,10.0.0.0/8, as the "
             "front end passes them. Behind another proxy, every visitor has the proxy's address: "
             "set --trusted-proxy, or use --status-token"),
        text(&ReportingOptions::status_token, "status-token", "FILE", "",
             "file of a secret; who sends it (Authorization: Bearer SECRET) may see /_status and "
             "/_metrics. Without it and --status-allow, nobody may"),
        choice(&CacheOptions::cache, "cache",
               {{"redis", PagesIn::redis}, {"memory", PagesIn::memory}}, "where pages are cached"),
        checked(why_no_redis_address,
                text(&RedisOptions::redis, "redis", "URL", "redis://127.0.0.1:6379",
                     "unix:/path/to/socket or "
                     "redis://[user:password@]host[:port][/database]")),
        milliseconds(&RedisOptions::redis_timeout, "redis-timeout-ms", "500", 10, 60'000,
                     "milliseconds to wait for Redis before it counts as unavailable"),
        bytes(&CacheOptions::cache_memory, "cache-memory", "64M", mega, 1024 * kilo * mega,
              "maximum size of the pages that each process caches in memory, in front of Redis "
              "or without it; all that a page takes is counted, and the process itself needs some "
              "MB more"),
        bytes(&CacheOptions::max_entry, "max-entry", "8M", kilo, 512 * mega,
              "maximum size of a cached page; a larger page is not cached"),
        seconds(&CacheOptions::longest_lifetime, "longest-lifetime", "2592000", 60, 365 * 86'400ULL,
                "maximum lifetime of a page, even if its view sets a longer one"),
        seconds(&CacheOptions::negative_lifetime, "negative-lifetime", "60", 1, 86'400,
                "maximum time that a 404 or 410 is cached"),
        seconds(&CacheOptions::stale_while_revalidate, "stale-while-revalidate", "60", 0, 86'400,
                "time that an expired page is served while it is rendered again, if its view sets "
                "none; not under cache_page<from_response>"),
        seconds(&CacheOptions::stale_if_error, "stale-if-error", "3600", 0, 30 * 86'400ULL,
                "time that an expired page is served if its view fails, if its view sets none; not "
                "under cache_page<from_response>"),
        seconds(&CacheOptions::soft_purge_grace, "soft-purge-grace", "60", 0, 86'400,
                "time that an old page is served after a soft purge"),
        seconds(&CacheOptions::blind_time, "blind-time", "10", 1, 600,
                "time that pages in memory are served without contact to Redis; a purge may have "
                "to wait for this time"),
        number(&CacheOptions::min_uses, "min-uses", "2", 1, 1000,
               "number of uses before a page whose key has a query, a host or a header field is "
               "stored "
               "in Redis; a 404 needs at least 2"),
        number(
            &CacheOptions::max_variants, "max-variants", "1000", 1, 1'000'000,
            "maximum number of such pages that are stored in Redis for one path within an hour; a "
            "tenth of it for the 404s of one route"),
        choice(&CacheOptions::no_vary_search, "no-vary-search", {{"send", true}, {"off", false}},
               "whether cached pages tell browsers which query parameters do not change them, so "
               "that a browser may use its copy for another query"),
        text(&CacheOptions::compression_dictionary, "compression-dictionary", "FILE", "",
             "dictionary that train-dictionary has made from the site's pages, up to 1M. Browsers "
             "that know such dictionaries (RFC 9842, by https) load it once; then a page is a "
             "Zstandard copy of it, smaller than in brotli, unless the mirror sends it"),
        text(&CacheOptions::mirror, "mirror", "DIR", "",
             "directory for files of cached pages, which the front end sends by itself while they "
             "are fresh. Set it only together with the front end's side (deploy/README.md); dev "
             "--production sets both. The directory has the group of the front end and the mode "
             "2750"),
        number(&CacheOptions::mirror_files, "mirror-files", "20000", 1, 10'000'000,
               "maximum number of pages in the mirror; a page has up to three files"),
        bytes(&CacheOptions::mirror_size, "mirror-size", "256M", mega, 1024 * kilo * mega,
              "maximum size of the mirror; past it, the pages that expire first are removed"),
        milliseconds(
            &PageOptions::slow_fragment, "slow-fragment-ms", "300", 10, 60'000,
            "milliseconds; a page does not wait for a fragment that took longer the last time"),
        text(&PageOptions::content_security_policy, "content-security-policy", "POLICY",
             strict_policy,
             "policy of each page from a template, unless its view sets one; empty: no policy. A "
             "cached page adds the hash of its marker script"),
        bytes(
            &ServingOptions::max_body, "max-body", "1M", 0, kilo * mega,
            "maximum size of a request body, unless its view allows another one; a larger one gets "
            "413"),
        bytes(&ServingOptions::max_spool, "max-spool", "4096M", mega, 1024 * kilo * mega,
              "maximum size of all request bodies of more than 1M that each process stores in the "
              "data directory; past it, and if the disk is full, the answer is 507"),
        bytes(&ServingOptions::max_header_bytes, "max-header-bytes", "64K", kilo, 16 * mega,
              "maximum size of a request header; a larger one gets 431"),
        number(&ServingOptions::max_header_fields, "max-header-fields", "200", 10, 10'000,
               "maximum number of fields in a request header; more get 431"),
        number(&PageOptions::max_parameters, "max-parameters", "1000", 1, 100'000,
               "maximum number of parameters in a query or form; more get 400"),
        seconds(&ServingOptions::receive_timeout, "receive-timeout", "30", 1, 3600,
                "time for a whole request to arrive, with its body; after it, the answer is 408"),
        seconds(&ServingOptions::queue_timeout, "queue-timeout", "10", 1, 600,
                "time that a request waits for a free thread, unless its page is cached; after it, "
                "the answer is 503"),
        seconds(&ServingOptions::view_timeout, "view-timeout", "60", 1, 3600,
                "time that a view may take; after it, the answer is 504, and another thread takes "
                "the place of the view's"),
        seconds(&ServingOptions::send_timeout, "send-timeout", "30", 1, 3600,
                "time to wait for a client that stops reading its answer; a client that reads "
                "slowly has 20 times as long"),
        seconds(&ServingOptions::stop_timeout, "stop-timeout", "10", 1, 3600,
                "time to finish the current requests and jobs after SIGTERM or SIGINT; after it, "
                "they are cut off"),
        choice(
            &SessionOptions::sessions, "sessions",
            {{"cookie", SessionsIn::cookie}, {"redis", SessionsIn::redis}},
            "where sessions are kept: sealed in the visitor's cookie, up to 3.8 KB, or in Redis, "
            "up to 64 KB, with only their id in the cookie. If Redis cannot be reached, visitors "
            "count as guests, and requests that change their sessions get 503"),
        checked(why_no_session_redis,
                default_is("that of --redis",
                           text(&SessionOptions::session_redis, "session-redis", "URL", "",
                                "Redis for --sessions redis. A Redis for pages forgets: it evicts "
                                "keys when it is full, and may store nothing on disk. What it "
                                "forgets are visitors who are signed out"))),
        seconds(&SessionOptions::session_lifetime, "session-lifetime", "1209600", 60,
                400 * 86'400ULL, "time until an idle session expires"),
        default_is("DATA/session.key", text(&SessionOptions::session_key, "session-key", "FILE", "",
                                            "file of the keys that seal the session cookie")),
        checked(why_no_cookie_prefix,
                default_is("made from --mount: docs for /docs",
                           text(&SessionOptions::cookie_prefix, "cookie-prefix", "NAME", "",
                                "begin of the names of the site's cookies: shop makes "
                                "shop-session. Two sites on one host, at two ports, need two of "
                                "them, because browsers send all cookies to each port of a host"))),
        only_of({"purge"}, text(&CommandOptions::tag, "tag", "TAG", "",
                                "the pages that have this tag, such as manual:ls")),
        only_of({"purge"}, text(&CommandOptions::path, "path", "PATH", "",
                                "the page at this path, with every query")),
        only_of({"purge", "warm"},
                yes_or_no(&CommandOptions::all, "all", "every page of the site")),
        only_of(
            {"purge"},
            yes_or_no(&CommandOptions::soft, "soft",
                      "serve the old pages while they are rendered again, for --soft-purge-grace")),
        only_of({"warm"}, text(&CommandOptions::sitemap, "sitemap", "FILE", "",
                               "the pages in this sitemap (sitemaps.org), for the hosts in it")),
        only_of({"warm", "inspect"},
                checked(why_no_hosts,
                        text(&CommandOptions::host, "host", "HOST,...", "",
                             "host for which the pages are, as visitors type it: docs.example.org "
                             "or https://docs.example.org. Only pages whose views read the host or "
                             "the scheme need it"))),
        only_of({"collect-static"},
                seconds(&CommandOptions::keep, "keep", "2592000", 0, 3650 * 86'400ULL,
                        "time that a file stays in DIR after the site has ceased to use it: as "
                        "long as a browser or a cache may keep a page that names it")),
        only_of({"collect-static"},
                yes_or_no(&CommandOptions::uncompressed, "uncompressed",
                          "make no compressed copies, NAME.br and NAME.gz, of the files")),
        only_of(
            {"rotate-key"},
            seconds(&CommandOptions::seal_delay, "seal-delay", "60", 2, 86'400,
                    "time until the new key seals cookies; by then, every process that shares the "
                    "key file must have read it, which takes a second if their clocks agree")),
        only_of({"status"}, yes_or_no(&CommandOptions::json, "json", "print one JSON object")),
        only_of({"status"},
                yes_or_no(&CommandOptions::once, "once", "print it once, on a terminal too")),
        only_of({"developer"},
                seconds(&CommandOptions::lifetime, "lifetime", "43200", 60, 30 * 86'400ULL,
                        "lifetime of the link, and of the access that it grants")),
        only_of({"dev"}, number(&DevOptions::port, "port", "8080", 1, 65535,
                                "port of the site on 127.0.0.1")),
        only_of({"dev"}, choice(&DevOptions::front, "front",
                                {{"lighttpd", FrontEndKind::lighttpd},
                                 {"apache", FrontEndKind::apache},
                                 {"nginx", FrontEndKind::nginx}},
                                "the front end")),
        only_of({"dev"},
                text(&DevOptions::build, "build", "COMMAND", "",
                     "shell command that builds the site, such as \"ninja -C build\"; it runs when "
                     "a C++ source below the current directory changes")),
        only_of({"dev"},
                default_is("static if it exists, and the jQuery of Debian if it is installed",
                           text(&DevOptions::static_source, "static-source", "PATH,...", "",
                                "files and directories from which the static files are collected "
                                "when one of them changes"))),
        only_of({"dev"}, default_is("deploy if it has them, or those that came with the library",
                                    text(&DevOptions::deploy, "deploy", "DIR", "",
                                         "directory of lighttpd.conf, apache.conf, nginx.conf and "
                                         "redis.conf"))),
        only_of({"dev"}, default_is("build/run/PORT",
                                    text(&DevOptions::state, "state", "DIR", "",
                                         "directory for sockets, logs and collected files"))),
        only_of({"dev"}, yes_or_no(&DevOptions::production, "production",
                                   "run the site as in production: with its page cache, and "
                                   "without watching files")),
    };
    for (const Site::Option& own : site.options()) {
        const bool taken = std::any_of(options.begin(), options.end(),
                                       [&](const Option& one) { return one.name == own.name; });
        if (taken)
            throw std::logic_error{"the site's option --" + own.name +
                                   " exists already: choose another name"};
        options.push_back({.name = own.name,
                           .value_name = own.value_name,
                           .default_value = own.default_value,
                           .help = own.help,
                           .group = "The site's own options"});
    }
    return options;
}

}  // namespace aspic
