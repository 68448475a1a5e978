#include <algorithm>
#include <stdexcept>
#include <thread>

#include <aspic/commands/options.h>
#include <aspic/site/application.h>

namespace aspic {

namespace {

constexpr std::uint64_t kilo = 1024;
constexpr std::uint64_t mega = 1024 * kilo;

Option text(std::string name, std::string value_name, std::string value, std::string help)
{
    return {std::move(name), OptionKind::text, std::move(value_name), std::move(value),
            std::move(help)};
}

Option bounded(std::string name, OptionKind kind, std::string value, std::uint64_t least,
               std::uint64_t most, std::string help)
{
    const std::string unit = kind == OptionKind::bytes     ? "BYTES"
                             : kind == OptionKind::seconds ? "SECONDS"
                                                           : "N";
    return {std::move(name), kind, unit, std::move(value), std::move(help), least, most};
}

Option choice(std::string name, std::vector<std::string> choices, std::string help)
{
    std::string names;
    for (const std::string& one : choices)
        names += (names.empty() ? "" : "|") + one;
    return {std::move(name),   OptionKind::choice, names, choices.front(), std::move(help), 0, 0,
            std::move(choices)};
}

Option yes_or_no(std::string name, std::string help)
{
    return {std::move(name), OptionKind::yes_or_no, "", "no", std::move(help)};
}

Option of(std::vector<std::string> commands, Option option)
{
    option.commands = std::move(commands);
    return option;
}

}  // namespace

std::vector<Option> all_options(const Site& site)
{
    constexpr auto number = OptionKind::number;
    constexpr auto bytes = OptionKind::bytes;
    constexpr auto seconds = OptionKind::seconds;
    const std::string threads =
        std::to_string(std::max(16U, 2 * std::thread::hardware_concurrency()));
    std::vector<Option> options{
        text("config", "FILE", "", "file of options, one `name = value` per line"),
        text("listen", "ADDRESS", "",
             "unix:PATH, tcp:HOST:PORT or fd:N; default: descriptor 0, if a front end starts this "
             "program"),
        bounded("threads", number, threads, 1, 1024,
                "threads that answer requests; a quarter of them serve only cached pages. More "
                "threads help views that wait, for example for a database, but not views that "
                "compute. With 1 thread, cached pages wait for views"),
        text("templates", "DIR", "templates", "directory of the templates"),
        text("static", "DIR", "",
             "directory that collect-static has made; without it, the names in /static/ have no "
             "hash"),
        text("data", "DIR", "data",
             "directory for the session key, for purges that wait for Redis, and for the site's "
             "own data"),
        text("mount", "PREFIX", "",
             "path below which the front end serves this site, such as /docs"),
        yes_or_no("debug", "cache nothing, reload changed templates, show errors on the page"),
        choice("log-level", {"info", "debug", "warning", "error"}, "minimum log level"),
        choice("cache", {"redis", "memory"}, "where pages are cached"),
        text("redis", "URL", "redis://127.0.0.1:6379",
             "unix:/path/to/socket or redis://[user:password@]host[:port][/database]"),
        bounded("redis-timeout-ms", number, "500", 10, 60'000,
                "milliseconds to wait for Redis before it counts as unavailable"),
        bounded("cache-memory", bytes, "64M", mega, 1024 * kilo * mega,
                "maximum size of the pages that each process caches in memory, in front of Redis "
                "or without it"),
        bounded("max-entry", bytes, "8M", kilo, 512 * mega,
                "maximum size of a cached page; a larger page is not cached"),
        bounded("longest-lifetime", seconds, "2592000", 60, 365 * 86'400ULL,
                "maximum lifetime of a page, even if its view sets a longer one"),
        bounded("negative-lifetime", seconds, "60", 1, 86'400,
                "maximum time that a 404 or 410 is cached"),
        bounded("stale-while-revalidate", seconds, "60", 0, 86'400,
                "time that an expired page is served while it is rendered again"),
        bounded("stale-if-error", seconds, "3600", 0, 30 * 86'400ULL,
                "time that an expired page is served if its view fails"),
        bounded("soft-purge-grace", seconds, "60", 0, 86'400,
                "time that an old page is served after a soft purge"),
        bounded("blind-time", seconds, "10", 1, 600,
                "time that pages in memory are served without contact to Redis; a purge may have "
                "to wait for this time"),
        bounded("min-uses", number, "2", 1, 1000,
                "number of uses before a page with query inputs is stored in Redis; a 404 needs at "
                "least 2"),
        bounded("max-variants", number, "1000", 1, 1'000'000,
                "maximum number of pages with query inputs that are stored in Redis for one path "
                "within an hour; a tenth of it for the 404s of one route"),
        bounded("slow-fragment-ms", number, "300", 10, 60'000,
                "milliseconds; a page does not wait for a fragment that took longer the last time"),
        text("content-security-policy", "POLICY", strict_policy,
             "policy of each page from a template, unless its view sets one; empty: no policy. A "
             "cached page adds the hash of its marker script"),
        bounded("max-body", bytes, "1M", 0, kilo * mega,
                "maximum size of a request body; a larger one gets 413"),
        bounded("max-header-bytes", bytes, "64K", kilo, 16 * mega,
                "maximum size of a request header; a larger one gets 431"),
        bounded("max-header-fields", number, "200", 10, 10'000,
                "maximum number of fields in a request header; more get 431"),
        bounded("max-parameters", number, "1000", 1, 100'000,
                "maximum number of parameters in a query or form; more get 400"),
        bounded("receive-timeout", seconds, "30", 1, 3600,
                "time for a whole request to arrive, with its body; after it, the answer is 408"),
        bounded("queue-timeout", seconds, "10", 1, 600,
                "time that a request waits for a free thread, unless its page is cached; after it, "
                "the answer is 503"),
        bounded("send-timeout", seconds, "30", 1, 3600,
                "time to wait for a client that stops reading its answer; a client that reads "
                "slowly has 20 times as long"),
        bounded("stop-timeout", seconds, "10", 1, 3600,
                "time to finish the current requests after SIGTERM or SIGINT; after it, they are "
                "cut off"),
        bounded("session-lifetime", seconds, "1209600", 60, 400 * 86'400ULL,
                "time until an idle session expires"),
        text("session-key", "FILE", "",
             "file of the keys that seal the session cookie; default: DATA/session.key"),
        of({"purge"}, text("tag", "TAG", "", "the pages that have this tag, such as manual:ls")),
        of({"purge"}, text("path", "PATH", "", "the page at this path, with every query")),
        of({"purge", "warm"}, yes_or_no("all", "every page of the site")),
        of({"purge"},
           yes_or_no("soft",
                     "serve the old pages while they are rendered again, for --soft-purge-grace")),
        of({"warm"}, text("sitemap", "FILE", "",
                          "the pages in this sitemap (sitemaps.org); the hosts in it are ignored")),
        of({"rotate-key"},
           bounded("seal-delay", seconds, "60", 2, 86'400,
                   "time until the new key seals cookies; by then, every process that shares the "
                   "key file must have read it, which takes a second if their clocks agree")),
        of({"developer"}, bounded("lifetime", seconds, "43200", 60, 30 * 86'400ULL,
                                  "lifetime of the link, and of the access that it grants")),
    };
    for (const Site::Option& own : site.options()) {
        const bool taken = std::any_of(options.begin(), options.end(),
                                       [&](const Option& one) { return one.name == own.name; });
        if (taken)
            throw std::logic_error{"the site's option --" + own.name +
                                   " exists already: choose another name"};
        options.push_back(text(own.name, own.value_name, own.default_value, own.help));
    }
    return options;
}

}  // namespace aspic
