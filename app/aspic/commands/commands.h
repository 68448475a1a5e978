#pragma once
// The commands of every site's program, one file each. Each returns the exit code; a failure is an
// exception whose sentence `run` tells.

#include <functional>
#include <string>
#include <vector>

#include <aspic/commands/options.h>
#include <aspic/site/site.h>

namespace aspic {

struct Command {
    std::string name;
    std::string arguments;  // as --help shows them; those that are options begin with "--"
    std::string help;
    bool takes_arguments = false;  // that are not options
    std::function<int(const Site&, const CommandLine&)> run;
};

/// All but help and version. The order is that of --help.
const std::vector<Command>& all_commands();

/// What --help prints.
void print_help(const std::string& program, const Site& site);

/// Serves until SIGTERM or SIGINT, then finishes what is under way. A second signal ends at once.
int serve(const Site& site, const CommandLine& line);

/// Lists the routes: pattern, methods, what kind of view, how long it is cached.
int list_routes(const Site& site, const CacheOptions& options);

/// Appends one record to the purge log, and waits until every worker has applied it.
int purge_pages(const ServerOptions& options);

/// Shows one page in Redis, and whether it is served; 1 where there is none.
int inspect_page(const Site& site, const CommandLine& line);

/// Shows what is in Redis, and what each worker has done.
int show_stats(const ServerOptions& options);

/// Renders into Redis what is not fresh there; 1 where a page failed.
int warm_cache(const Site& site, const CommandLine& line);

/// collect-static DIR [SOURCE...]
int collect_static(const std::vector<std::string>& arguments);

/// Puts a new first key into the session key file; those who are signed in stay so.
int rotate_key(const ServerOptions& options);

/// Prints a link that shows its holder how pages are made (X-ray), for --lifetime.
int make_developer_link(const ServerOptions& options);

/// The session key file: --session-key, or DATA/session.key.
std::string session_key_file(const ServerOptions& options);

}  // namespace aspic
