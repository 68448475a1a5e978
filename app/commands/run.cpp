#include "commands/run.h"

#include <sodium.h>
#include <unistd.h>

#include <exception>
#include <iostream>
#include <string>

#include "commands/commands.h"

namespace aspic {

namespace {

constexpr int failure = 1;
constexpr int wrong_usage = 2;

std::string program_name(char** argv)
{
    const std::string path{argv[0] != nullptr ? argv[0] : "aspic"};
    return path.substr(path.rfind('/') + 1);
}

void print_help(const std::string& program, const Site& site)
{
    std::cout
        << "Usage: " << program << " [COMMAND] [OPTION]...\n\n"
        << "Commands\n"
        << "  serve                  answer requests over FastCGI (where no command is named)\n"
        << "  routes                 list the site's routes\n"
        << "  collect-static DIR SOURCE...\n"
        << "                         copy static files to DIR, each under a name that holds its "
           "hash\n"
        << "  rotate-key             put a new first key into the session key file\n"
        << "  help, version\n";
    for (const Site::Command& command : site.commands()) {
        std::cout << "  " << command.name
                  << std::string(command.name.size() < 22 ? 23 - command.name.size() : 1, ' ')
                  << command.help << '\n';
    }
    std::cout << '\n'
              << describe(all_options(site))
              << "\nEach option may stand in the environment too (--man-root is ASPIC_MAN_ROOT), "
                 "or in the file of\n"
                 "--config. The command line counts first, then the environment, then the file.\n";
}

int run_command(const std::string& program, const CommandLine& line, const Site& site)
{
    const std::string& name = line.command;
    if (name != "collect-static" && !line.arguments.empty()) {
        throw UsageError{"the command " + name + " takes no argument \"" + line.arguments.front() +
                         "\""};
    }
    if (name == "serve") return serve(site, line.settings);
    if (name == "routes") return list_routes(site);
    if (name == "collect-static") return collect_static(line.arguments);
    if (name == "rotate-key") return rotate_key(line.settings);
    if (name == "version") {
        std::cout << program << ", on Aspic " << ASPIC_VERSION << '\n';
        return 0;
    }
    if (name == "help") {
        print_help(program, site);
        return 0;
    }
    for (const Site::Command& command : site.commands()) {
        if (command.name == name) return command.run(line.settings);
    }
    throw UsageError{"there is no command \"" + name + "\"; --help lists the commands"};
}

}  // namespace

int run(int argc, char** argv, const Site& site)
{
    const std::string program = program_name(argv);
    try {
        if (sodium_init() < 0)
            throw std::runtime_error{"libsodium finds no source of random bytes on this system"};
        return run_command(program, parse_command_line(argc, argv, environ, all_options(site)),
                           site);
    } catch (const UsageError& error) {
        std::cerr << program << ": " << error.what() << '\n';
        return wrong_usage;
    } catch (const std::exception& error) {
        std::cerr << program << ": " << error.what() << '\n';
        return failure;
    }
}

}  // namespace aspic
