#include <aspic/commands/run.h>

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <iostream>
#include <string>

#include <aspic/base/file_descriptor.h>
#include <aspic/commands/commands.h>
#include <aspic/commands/configuration_file.h>
#include <aspic/commands/options.h>
#include <aspic/http/site_url.h>

namespace aspic {

namespace {

constexpr int failure = 1;
constexpr int wrong_usage = 2;

int run_command(const CommandLine& line, const Site& site)
{
    const Command command = find_command(site, line.command);
    if (!command.takes_arguments && !line.arguments.empty()) {
        throw UsageError{"the command " + command.name + " takes no argument \"" +
                         line.arguments.front() + "\"" +
                         (command.arguments.empty()
                              ? ""
                              : "; it is used so: " + command.name + ' ' + command.arguments)};
    }
    return command.run(site, line);
}

// Otherwise a socket or a file that we open would be our standard error, and would get our log.
void open_standard_descriptors()
{
    for (;;) {
        FileDescriptor null{::open("/dev/null", O_RDWR)};
        if (!null.is_open() || null.get() > STDERR_FILENO) return;
        null.release();
    }
}

}  // namespace

int run(int argc, char** argv, const Site& site)
{
    const std::string program = program_name(argc, argv);
    // A write to a closed connection must return an error, and not end the program.
    open_standard_descriptors();
    std::signal(SIGPIPE, SIG_IGN);
    try {
        if (sodium_init() < 0)
            throw std::runtime_error{"libsodium finds no source of random bytes on this system"};
        const CommandLine line = parse_command_line(argc, argv, environ, all_options(site),
                                                    default_configuration_file(program));
        const ProcessMount mount{line.options.mount};
        return run_command(line, site);
    } catch (const UsageError& error) {
        std::cerr << program << ": " << error.what() << '\n';
        return wrong_usage;
    } catch (const std::exception& error) {
        std::cerr << program << ": " << error.what() << '\n';
        return failure;
    }
}

}  // namespace aspic
