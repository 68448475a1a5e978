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
        text("config", "FILE", "", "file of options, one `name = value` a line"),
        text(
            "listen", "ADDRESS", "",
            "unix:PATH, tcp:HOST:PORT or fd:N; descriptor 0 where a front end starts this program"),
        bounded(
            "threads", number, threads, 1, 1024,
            "threads that answer requests; a quarter of them serve only cached pages. More threads "
            "help views that wait, as for a database, but not views that compute. With 1, cached "
            "pages wait for views"),
        text("templates", "DIR", "templates", "directory of the templates"),
        text("static", "DIR", "",
             "directory that collect-static has made; without it, /static/ has plain names"),
        text("data", "DIR", "data",
             "directory of the session key, of purges that wait for Redis, and of what the site "
             "keeps"),
        text("mount", "PREFIX", "", "path below which the front end has this site, such as /docs"),
        yes_or_no("debug", "cache nothing, reload templates that change, show errors on the page"),
        choice("log-level", {"info", "debug", "warning", "error"},
               "minimum level of the log lines that are written"),
        choice("cache", {"redis", "memory"}, "where finished pages are kept"),
        text("redis", "URL", "redis://127.0.0.1:6379",
             "unix:/path/to/socket or redis://[user:password@]host[:port][/database]"),
        bounded("redis-timeout-ms", number, "500", 10, 60'000,
                "milliseconds until Redis counts as gone"),
        bounded("cache-memory", bytes, "64M", mega, 1024 * kilo * mega,
                "size of the pages that each process holds in memory, in front of Redis or alone"),
        bounded("max-entry", bytes, "8M", kilo, 512 * mega,
                "size of one page; a larger one is not cached"),
        bounded("longest-lifetime", seconds, "2592000", 60, 365 * 86'400ULL,
                "lifetime of a page at most, whatever its view says"),
        bounded("negative-lifetime", seconds, "60", 1, 86'400,
                "how long a 404 or 410 is cached, at most"),
        bounded("stale-while-revalidate", seconds, "60", 0, 86'400,
                "how long an expired page is served while it is rendered again"),
        bounded("stale-if-error", seconds, "3600", 0, 30 * 86'400ULL,
                "how long an expired page is served in place of an error"),
        bounded("soft-purge-grace", seconds, "60", 0, 86'400,
                "how long a soft purge leaves the old page in use"),
        bounded("blind-time", seconds, "10", 1, 600,
                "how long pages in memory are served without news from Redis; a purge may have to "
                "wait so long"),
        bounded("min-uses", number, "2", 1, 1000,
                "uses of a page with query inputs before it goes to Redis; a 404 needs at least 2"),
        bounded("max-variants", number, "1000", 1, 1'000'000,
                "pages with query inputs of one path that go to Redis within an hour; of the 404s "
                "of one route, a tenth"),
        bounded("slow-fragment-ms", number, "300", 10, 60'000,
                "milliseconds; no page waits for a fragment that took longer last time"),
        text("content-security-policy", "POLICY", strict_policy,
             "policy of each page from a template whose view sets none; empty: no policy. In a "
             "cached page, the hash of the marker's script is added"),
        bounded("max-body", bytes, "1M", 0, kilo * mega, "size of a request's body; above: 413"),
        bounded("max-header-bytes", bytes, "64K", kilo, 16 * mega,
                "size of a request's header; above: 431"),
        bounded("max-header-fields", number, "200", 10, 10'000,
                "fields in a request's header; above: 431"),
        bounded("max-parameters", number, "1000", 1, 100'000,
                "parameters in a query or form; above: 400"),
        bounded("receive-timeout", seconds, "30", 1, 3600,
                "time for a whole request to arrive, body included; after it: 408"),
        bounded("queue-timeout", seconds, "10", 1, 600,
                "time that a request waits for a free thread, unless its page is cached; after it: "
                "503"),
        bounded(
            "send-timeout", seconds, "30", 1, 3600,
            "time to wait for a client that stops reading its answer; one that reads slowly has "
            "20 times as long"),
        bounded(
            "stop-timeout", seconds, "10", 1, 3600,
            "time for requests under way to finish after SIGTERM or SIGINT; then they are cut off"),
        bounded("session-lifetime", seconds, "1209600", 60, 400 * 86'400ULL,
                "time until an idle session expires"),
        text("session-key", "FILE", "",
             "keys that seal the session cookie; DATA/session.key if not given"),
        of({"purge"}, text("tag", "TAG", "", "the pages that have this tag, such as manual:ls")),
        of({"purge"}, text("path", "PATH", "", "the page at this path, with every query")),
        of({"purge", "warm"}, yes_or_no("all", "every page of the site")),
        of({"purge"},
           yes_or_no("soft", "go on serving them while they are rendered again, for a grace time")),
        of({"warm"}, text("sitemap", "FILE", "",
                          "the pages that a sitemap lists (sitemaps.org); hosts do not matter")),
        of({"rotate-key"},
           bounded("seal-delay", seconds, "60", 2, 86'400,
                   "time until the new key seals; by then, every process that shares "
                   "the key file must have read "
                   "it, which takes a second if their clocks agree")),
        of({"developer"}, bounded("lifetime", seconds, "43200", 60, 30 * 86'400ULL,
                                  "lifetime of the link, and of the access that it grants")),
    };
    for (const Site::Option& own : site.options()) {
        const bool taken = std::any_of(options.begin(), options.end(),
                                       [&](const Option& one) { return one.name == own.name; });
        if (taken)
            throw std::logic_error{"the site's option --" + own.name +
                                   " is there already: choose another name"};
        options.push_back(text(own.name, own.value_name, own.default_value, own.help));
    }
    return options;
}

}  // namespace aspic
