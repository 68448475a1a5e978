#include <algorithm>
#include <iostream>
#include <stdexcept>

#include <aspic/commands/commands.h>
#include <aspic/commands/site_command.h>

namespace aspic {

namespace {

int print_version(const Site& /*site*/, const CommandLine& line)
{
    std::cout << line.program << ", on Aspic " << ASPIC_VERSION << '\n';
    return 0;
}

int help(const Site& site, const CommandLine& line)
{
    if (line.arguments.size() > 1) throw UsageError{"help shows one command, or all of them"};
    if (line.arguments.empty())
        print_help(line.program, site);
    else
        print_help_of(line.program, site, line.arguments.front());
    return 0;
}

std::vector<Command> own_commands()
{
    return {
        {"serve", "", "answer requests over FastCGI (the default)", false, serve},
        {"dev", "",
         "run the site with a front end and a cache, and reload the browser when a file changes",
         false, develop,
         "It starts lighttpd or Apache with the supplied configuration, a private Redis where one "
         "is installed (otherwise pages are cached in memory), and this program with --debug. A "
         "changed template, style or script is shown at once: open pages load again by themselves, "
         "or say what is wrong. A changed C++ source is built with --build; a changed program is "
         "started again. The options of serve may be given too. Ctrl-C ends everything."},
        {"reload", "", "replace the workers of a running server, without a lost request", false,
         reload_server,
         "The server must run with --workers; give this command the same --data. When it returns, "
         "new workers answer each request that is sent from then on. The old ones "
         "may still finish requests that were sent before. The exit status is 1 if the new program "
         "did not start; the old workers then continue."},
        {"check", "", "check templates, options, files, Redis and the address, without serving",
         false, check_site,
         "It prints each problem with its place and what to do, and changes nothing. The exit "
         "status is 0 if a server can start, also with warnings; 1 if it cannot; 2 if the command "
         "line, the environment or the configuration file is wrong. Give it the options of the "
         "server, for example before a reload. It does not run the functions of on_start."},
        {"routes", "", "list the site's routes, and how long their pages are cached", false,
         [](const Site& site, const CommandLine& line) { return list_routes(site, line.options); }},
        {"status", "[--once] [--json]",
         "show what the running server processes of --data do, each second until Ctrl-C", false,
         [](const Site&, const CommandLine& line) { return show_status(line.options); }},
        {"stats", "", "show what is in Redis, and what each worker has done", false,
         [](const Site&, const CommandLine& line) { return show_stats(line.options); }},
        {"inspect", "PATH", "show a page in Redis, and whether it is served", true, inspect_page,
         "PATH may have a query. It may be a whole address, for a page that depends on the host. "
         "The exit status is 1 if there is no such page."},
        {"purge", "--tag TAG | --path PATH | --all [--soft]",
         "purge pages in every worker, and wait until all workers have applied it", false,
         [](const Site&, const CommandLine& line) { return purge_pages(line.options); },
         "A purge reaches every worker. It does not reach a copy that a browser, or a cache on the "
         "way to it, has already: such a copy is used for the time that \"routes\" shows as "
         "BROWSERS. With cache_page<1h, browser<0s>> they ask each time. The exit status is 1 if a "
         "worker did not apply the purge in time; the message names the worker."},
        {"warm", "PATH... | --sitemap FILE | --all", "render the pages that are not fresh in Redis",
         true, warm_cache,
         "PATH may be a whole address. --all needs a site that lists its pages. A page whose view "
         "reads the host or the scheme is another page for each host: name them with --host, which "
         "replaces those in addresses. Without a host, such a page has failed. The exit status is "
         "1 if a page failed."},
        {"collect-static", "DIR [SOURCE...]",
         "copy static files, and the library's own, to DIR, each with a hash in its name", true,
         [](const Site&, const CommandLine& line) { return collect_static(line); },
         "Give DIR to --static, and let the front end serve it below /static/. Beside each file "
         "that gains from it are its compressed copies, NAME.br and NAME.gz. Files of before that "
         "the site does not use any more are removed after --keep."},
        {"train-dictionary", "FILE [PATH...]",
         "make a compression dictionary from the site's pages, for --compression-dictionary", true,
         make_compression_dictionary,
         "It renders up to 400 of the pages that the site lists, or those at PATH, as a guest sees "
         "them, and prints what the dictionary gains. It names those that it leaves out: pages "
         "that are not cached, and answers other than 200. Anyone can read the dictionary, and it "
         "is of use for as long as the pages look alike: make it again, and reload, after a new "
         "design. It changes nothing else, and needs no Redis."},
        {"rotate-key", "", "add a new key to the session key file; running servers read it", false,
         [](const Site&, const CommandLine& line) { return rotate_key(line.options); },
         "Visitors stay signed in."},
        {"developer", "", "print a link that shows on every page what is cached and what is live",
         false,
         [](const Site&, const CommandLine& line) { return make_developer_link(line.options); }},
        {"default-config", "", "print a configuration file with every option, as a comment", false,
         [](const Site& site, const CommandLine&) { return print_default_configuration(site); }},
        {"manual", "", "print the manual page of this program, in mdoc(7)", false, print_manual},
        {"help", "[COMMAND]", "show all commands and options, or one command", true, help},
        {"version", "", "print the versions of the program and of Aspic", false, print_version},
    };
}

auto named(const std::string& name)
{
    return [&](const Command& command) { return command.name == name; };
}

}  // namespace

std::vector<Command> all_commands(const Site& site)
{
    std::vector<Command> commands = own_commands();
    for (const Site::Command& own : site.commands()) {
        if (std::any_of(commands.begin(), commands.end(), named(own.name))) {
            throw std::logic_error{"the site's command " + own.name +
                                   " exists already: choose another name"};
        }
        commands.push_back(
            {own.name, "", own.help, false, [own](const Site& /*site*/, const CommandLine& line) {
                 return run_site_command(own, line);
             }});
    }
    return commands;
}

Command find_command(const Site& site, const std::string& name)
{
    const auto commands = all_commands(site);
    const auto found = std::find_if(commands.begin(), commands.end(), named(name));
    if (found == commands.end())
        throw UsageError{"there is no command \"" + name + "\"; --help lists the commands"};
    return *found;
}

}  // namespace aspic
