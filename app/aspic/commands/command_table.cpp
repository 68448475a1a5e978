#include <aspic/commands/commands.h>

namespace aspic {

const std::vector<Command>& all_commands()
{
    static const std::vector<Command> commands{
        {"serve", "", "answer requests over FastCGI (the default)", false, serve},
        {"routes", "", "list the site's routes, and how long their pages are cached", false,
         [](const Site& site, const CommandLine& line) { return list_routes(site, line.options); }},
        {"status", "[--once] [--json]",
         "show what the running server processes of --data do, each second until Ctrl-C", false,
         [](const Site&, const CommandLine& line) { return show_status(line.options); }},
        {"stats", "", "show what is in Redis, and what each worker has done", false,
         [](const Site&, const CommandLine& line) { return show_stats(line.options); }},
        {"inspect", "PATH", "show a page in Redis, and whether it is served", true, inspect_page},
        {"purge", "--tag TAG | --path PATH | --all [--soft]",
         "purge pages in every worker, and wait until all workers have applied it", false,
         [](const Site&, const CommandLine& line) { return purge_pages(line.options); }},
        {"warm", "PATH... | --sitemap FILE | --all", "render the pages that are not fresh in Redis",
         true, warm_cache},
        {"collect-static", "DIR [SOURCE...]",
         "copy static files, and the library's own, to DIR, each with a hash in its name", true,
         [](const Site&, const CommandLine& line) { return collect_static(line.arguments); }},
        {"rotate-key", "", "add a new key to the session key file; running servers read it", false,
         [](const Site&, const CommandLine& line) { return rotate_key(line.options); }},
        {"developer", "", "print a link that shows on every page what is cached and what is live",
         false,
         [](const Site&, const CommandLine& line) { return make_developer_link(line.options); }},
    };
    return commands;
}

}  // namespace aspic
