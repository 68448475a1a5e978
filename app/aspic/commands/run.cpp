#include <aspic/commands/run.h>

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <string>

#include <aspic/commands/commands.h>
#include <aspic/commands/site_command.h>

namespace aspic {

namespace {

constexpr int failure = 1;
constexpr int wrong_usage = 2;

std::string program_name(char** argv)
{
    const std::string path{argv[0] != nullptr ? argv[0] : "aspic"};
    return path.substr(path.rfind('/') + 1);
}

int run_command(const std::string& program, const CommandLine& line, const Site& site)
{
    const std::string& name = line.command;
    const auto& commands = all_commands();
    const auto found = std::find_if(commands.begin(), commands.end(),
                                    [&](const Command& one) { return one.name == name; });
    for (const Site::Command& own : site.commands()) {
        const bool is_taken = own.name == "help" || own.name == "version" ||
                              std::any_of(commands.begin(), commands.end(),
                                          [&](const Command& one) { return one.name == own.name; });
        if (is_taken) {
            throw std::logic_error{"the site's command " + own.name +
                                   " exists already: choose another name"};
        }
    }
    const bool takes_arguments = found != commands.end() && found->takes_arguments;
    if (!takes_arguments && !line.arguments.empty()) {
        throw UsageError{"the command " + name + " takes no argument \"" + line.arguments.front() +
                         "\""};
    }
    if (found != commands.end()) return found->run(site, line);
    if (name == "version") {
        std::cout << program << ", on Aspic " << ASPIC_VERSION << '\n';
        return 0;
    }
    if (name == "help") {
        print_help(program, site);
        return 0;
    }
    for (const Site::Command& command : site.commands()) {
        if (command.name == name) return run_site_command(command, line);
    }
    throw UsageError{"there is no command \"" + name + "\"; --help lists the commands"};
}

}  // namespace

int run(int argc, char** argv, const Site& site)
{
    const std::string program = program_name(argv);
    // A write to a closed connection must return an error, and not end the program.
    std::signal(SIGPIPE, SIG_IGN);
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
