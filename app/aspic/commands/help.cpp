#include <algorithm>
#include <iostream>
#include <sstream>

#include <aspic/commands/commands.h>

namespace aspic {

namespace {

constexpr std::size_t help_column = 26;

void print_command(const std::string& usage, const std::string& help)
{
    const bool fits = usage.size() + 3 < help_column;
    const std::size_t width = fits ? help_column - usage.size() - 2 : help_column;
    std::cout << "  " << usage << (fits || help.empty() ? "" : "\n")
              << (help.empty() ? "" : std::string(width, ' ') + help) << '\n';
}

void print_options_of(const std::string& command, const std::vector<Option>& options)
{
    const auto own = options_of(command, options);
    if (own.empty()) return;
    std::istringstream lines{describe(own)};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("  ")) std::cout << "  " << line << '\n';
    }
}

}  // namespace

void print_help(const std::string& program, const Site& site)
{
    const auto options = all_options(site);
    std::cout << "Usage: " << program << " [COMMAND] [OPTION]...\n\nCommands\n";
    for (const Command& command : all_commands()) {
        print_command(command.name + (command.arguments.empty() ? "" : " ") + command.arguments,
                      command.help);
        print_options_of(command.name, options);
    }
    print_command("help, version", "");
    for (const Site::Command& command : site.commands())
        print_command(command.name, command.help);
    std::cout << '\n'
              << describe(options_of("", options))
              << "\nYou can also set each option in the environment (--threads is ASPIC_THREADS) "
                 "or in the\nfile of --config. The command line overrides the environment, which "
                 "overrides the file.\n";
}

}  // namespace aspic
