#include <iostream>

#include <aspic/commands/commands.h>
#include <aspic/commands/option_help.h>
#include <aspic/commands/option_sources.h>
#include <aspic/commands/text.h>

namespace aspic {

namespace {

constexpr std::size_t help_column = 26;
constexpr std::size_t help_width = 79;  // so that a terminal of 80 columns breaks no line

// A usage that is too wide has a line of its own.
void print_entry(const std::string& usage, const std::string& help)
{
    const auto lines = wrapped(help, help_width - help_column);
    std::string line = usage;
    if (usage.size() + 2 > help_column && !lines.empty()) {
        std::cout << usage << '\n';
        line.clear();
    }
    for (const std::string& text : lines) {
        line.resize(help_column, ' ');
        std::cout << line << text << '\n';
        line.clear();
    }
    if (lines.empty()) std::cout << usage << '\n';
}

void print_option(const Option& option, const std::string& indent)
{
    const std::string note = bounds_and_default(option, DefaultOf::this_machine);
    print_entry(indent + "--" + option.name + value_of_usage(option),
                option.help + (note.empty() ? "" : " [" + note + "]"));
}

void print_command(const Command& command, const std::vector<Option>& options)
{
    const std::string gap = command.arguments.empty() ? "" : " ";
    print_entry("  " + command.name + gap + command.arguments, command.help);
    for (const Option& option : options_of(command.name, options))
        print_option(option, "    ");
}

void print_paragraph(const std::string& text)
{
    for (const std::string& line : wrapped(text, help_width))
        std::cout << line << '\n';
}

}  // namespace

void print_help(const std::string& program, const Site& site)
{
    const auto options = all_options(site);
    std::cout << "Usage: " << program << " [COMMAND] [OPTION]...\n\nCommands:\n";
    for (const Command& command : all_commands(site))
        print_command(command, options);
    for (const auto& [group, members] : option_groups(options)) {
        std::cout << '\n' << group << ":\n";
        for (const Option& option : members)
            print_option(option, "  ");
    }
    std::cout << '\n';
    print_paragraph(
        "You can also set each of these options, but not those of a single command, in the "
        "environment (--log-level is " +
        variable_of("log-level") +
        ") or in the configuration file. The command line overrides the environment, which "
        "overrides the file. A size may have a unit: K, M or G. `" +
        program + " help COMMAND` shows one command, `" + program +
        " default-config` prints a configuration file to start from, and `" + program +
        " manual | man -l -` is the manual page.");
}

void print_help_of(const std::string& program, const Site& site, const std::string& name)
{
    const Command command = find_command(site, name);
    const auto own = options_of(name, all_options(site));
    std::cout << "Usage: " << program << ' ' << name << (command.arguments.empty() ? "" : " ")
              << command.arguments << " [OPTION]...\n\n";
    print_paragraph(command.help + ". " + command.details);
    if (!own.empty()) std::cout << "\nOptions of this command:\n";
    for (const Option& option : own)
        print_option(option, "  ");
    std::cout << '\n';
    print_paragraph("`" + program + " help` shows the options that all commands have.");
}

}  // namespace aspic
