#include <iostream>
#include <stdexcept>
#include <unordered_set>
#include <utility>
#include <vector>

#include <aspic/base/whole_file.h>
#include <aspic/commands/asked_page.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/job_set_up.h>
#include <aspic/commands/set_up.h>
#include <aspic/commands/sitemap.h>
#include <aspic/commands/text.h>
#include <aspic/commands/warming.h>
#include <aspic/commands/workers.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/reporting/progress_bar.h>

namespace aspic {

namespace {

std::vector<std::string> read_sitemap(const std::string& file)
{
    constexpr std::size_t most_bytes = 52'428'800;  // the most that sitemaps.org allows
    std::string xml;
    try {
        xml = read_bounded_file(file, most_bytes, FileKind::any);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error{"the sitemap " + file + " cannot be used: " + error.what()};
    }
    auto addresses = sitemap_addresses(xml);
    if (addresses.empty()) throw std::runtime_error{"there is no <loc> element in " + file};
    return addresses;
}

void check_usage(const CommandLine& line)
{
    const ServerOptions& options = line.options;
    if ((line.arguments.empty() ? 0 : 1) + (options.sitemap.empty() ? 0 : 1) +
            (options.all ? 1 : 0) !=
        1) {
        throw UsageError{
            "warm needs one of: paths, such as warm / /man/1/ls; --sitemap FILE; --all"};
    }
    if (options.debug)
        throw UsageError{"with --debug nothing is cached, so there is nothing to warm"};
}

// Removes duplicates, and keeps the first of equal targets.
std::vector<std::string> each_once(std::vector<std::string> targets)
{
    std::unordered_set<std::string> seen;
    std::erase_if(targets, [&](const std::string& one) { return !seen.insert(one).second; });
    return targets;
}

// For each host of --host, if there are any; otherwise for the hosts in the addresses.
std::vector<std::string> targets_of(const std::vector<AskedPage>& pages, const PageOptions& options,
                                    const std::string& hosts)
{
    const std::vector<std::string> origins = origins_of(hosts);
    std::vector<std::string> targets;
    for (AskedPage page : pages) {
        if (origins.empty()) targets.push_back(page.with_mount(options.mount));
        for (const std::string& origin : origins) {
            page.origin = origin;
            targets.push_back(page.with_mount(options.mount));
        }
    }
    return each_once(std::move(targets));
}

// The pages on the command line, or in the sitemap.
std::vector<AskedPage> named_pages(const CommandLine& line)
{
    const std::string& sitemap = line.options.sitemap;
    std::vector<AskedPage> pages;
    for (const std::string& text : line.arguments)
        pages.push_back(asked_page(text, line.options.mount));
    if (!sitemap.empty()) {
        for (const std::string& address : read_sitemap(sitemap))
            pages.push_back(page_in_sitemap(address, line.options.mount));
    }
    return pages;
}

// The pages that the site lists. REQUIRES: the site has started.
std::vector<AskedPage> all_pages(const Site& site, const CommandLine& line)
{
    const auto paths = site.paths(line.settings);
    if (!paths)
        throw UsageError{"this site does not list its paths: give paths, or --sitemap FILE"};
    std::vector<AskedPage> pages;
    for (const std::string& path : *paths)
        pages.push_back(asked_page(path, line.options.mount));
    return pages;
}

// Pages are stored at their first use, and the memory cache is small, because no request reads from
// it.
CommandLine for_warming(CommandLine line)
{
    line.options.min_uses = 1;
    line.options.cache_memory = std::size_t{1} << 20U;
    return line;
}

void print(const WarmSummary& summary, const std::string& took)
{
    std::cout << counted(summary.rendered, "page") << " rendered, " << with_commas(summary.fresh)
              << " fresh already, " << with_commas(summary.not_cacheable) << " not cacheable, "
              << with_commas(summary.failed) << " failed, in " << took << '\n';
    for (const std::string& example : summary.examples)
        std::cout << "  failed: " << example << '\n';
    if (summary.failed > summary.examples.size())
        std::cout << "  and " << with_commas(summary.failed - summary.examples.size()) << " more\n";
}

}  // namespace

int warm_cache(const Site& site, const CommandLine& given)
{
    const CommandLine line = for_warming(given);
    check_usage(line);
    std::vector<AskedPage> pages = named_pages(line);
    RedisConnection redis = open_redis(line.options, "nothing can be warmed");
    only_warnings(line.options);
    const auto application =
        make_application(site, line, no_sessions(line.options), RedisPurgeLog::Role::onlooker);
    const PurgeScope purges = application->cache().purge_scope();
    site.start(line.settings);
    warn_of_other_version(read_workers(redis), version_of(site, line));
    if (line.options.all) pages = all_pages(site, line);
    const auto targets = targets_of(pages, line.options, line.options.host);

    const auto began = std::chrono::steady_clock::now();
    WarmSummary summary;
    {
        const auto jobs = start_jobs_of_views(line.options, *application);
        ProgressBar bar{"warming", targets.size()};
        summary =
            warm_pages(*application, targets, line.options.threads, [&bar] { bar.advance(); });
    }
    site.stop(line.settings);
    print(summary, in_time(std::chrono::steady_clock::now() - began));
    return summary.failed == 0 ? 0 : 1;
}

}  // namespace aspic
