#pragma once
// The commands of every site's program, one file each. Each returns the exit code. A failure is an
// exception; `run` prints its message.

#include <functional>
#include <string>
#include <vector>

#include <aspic/commands/options.h>
#include <aspic/site/site.h>

namespace aspic {

struct Command {
    std::string name;
    /// As in --help; those that are options begin with "--".
    std::string arguments;
    std::string help;
    /// True if it takes arguments that are not options.
    bool takes_arguments = false;
    std::function<int(const Site&, const CommandLine&)> run;
    /// Sentences that follow `help` in the manual page.
    std::string details{};
};

/// The commands of every program, then those of the site, in the order of --help. Throws
/// std::logic_error, which names the command, if one is declared twice.
std::vector<Command> all_commands(const Site& site);

/// Throws UsageError, which names the command, if there is none.
Command find_command(const Site& site, const std::string& name);

/// What --help prints.
void print_help(const std::string& program, const Site& site);
/// What `help COMMAND` prints. Throws UsageError if there is no such command.
void print_help_of(const std::string& program, const Site& site, const std::string& command);

/// Prints the manual page.
int print_manual(const Site& site, const CommandLine& line);

/// Prints a configuration file with every option at its default, as a comment.
int print_default_configuration(const Site& site);

/// Serves until SIGTERM or SIGINT, then finishes the current requests. A second signal ends the
/// program at once.
int serve(const Site& site, const CommandLine& line);

/// Runs the site for its developer until a signal: the site itself, a front end and a Redis.
int develop(const Site& site, const CommandLine& line);

/// Has the supervisor of the running server start new workers in place of the old ones. Returns
/// when that is done. Throws std::runtime_error if it failed, and the old ones continue.
int reload_server(const Site& site, const CommandLine& line);

/// Checks all that a server with these options needs, without serving. Prints what is wrong.
/// Returns 1 if a server could not start or serve.
int check_site(const Site& site, const CommandLine& line);

/// Lists the routes: pattern, methods, kind of view, and how long pages are cached.
int list_routes(const Site& site, const CacheOptions& options);

/// Appends one record to the purge log, and waits until every worker has applied it.
int purge_pages(const ServerOptions& options);

/// Shows one page in Redis, and whether it is served. Returns 1 if there is no such page.
int inspect_page(const Site& site, const CommandLine& line);

/// Shows what the server processes of the data directory do: each second if standard output is a
/// terminal, until a signal ends the program; otherwise once.
int show_status(const ServerOptions& options);

/// Shows what is in Redis, and what each worker has done.
int show_stats(const ServerOptions& options);

/// Renders the pages that are not fresh in Redis, and stores them there. Returns 1 if a page
/// failed.
int warm_cache(const Site& site, const CommandLine& line);

/// Copies static files, and the library's own: collect-static DIR [SOURCE...]. Removes those that
/// are not used any more.
int collect_static(const CommandLine& line);

/// Renders pages of the site, and writes a compression dictionary for them:
/// train-dictionary FILE [PATH...].
int make_compression_dictionary(const Site& site, const CommandLine& line);

/// Adds a new first key to the session key file. Users stay signed in.
int rotate_key(const ServerOptions& options);

/// Prints a link to X-ray, which shows how pages are made. It is valid for --lifetime.
int make_developer_link(const ServerOptions& options);

/// The session key file: --session-key, or DATA/session.key.
std::string session_key_file(const ServerOptions& options);

}  // namespace aspic
