#include <iostream>

#include <aspic/commands/commands.h>
#include <aspic/commands/configuration_file.h>
#include <aspic/commands/option_help.h>
#include <aspic/commands/text.h>

namespace aspic {

namespace {

constexpr std::size_t comment_width = 77;

void print_comment(const std::string& text)
{
    for (const std::string& line : wrapped(text, comment_width))
        std::cout << "# " << line << '\n';
}

}  // namespace

int print_default_configuration(const Site& site)
{
    print_comment(
        "Every option, at its default. Remove the # before an option to set it. The environment "
        "and the command line override this file.");
    for (const auto& [group, options] : option_groups(all_options(site))) {
        std::cout << "\n## " << group << '\n';
        for (const Option& option : options) {
            if (option.name == config_option) continue;  // a file cannot name another one
            const std::string note = bounds_and_default(option, DefaultOf::every_machine);
            std::cout << '\n';
            print_comment(option.help + (note.empty() ? "" : " [" + note + "]"));
            std::cout << '#' << configuration_line(option.name, option.default_value) << '\n';
        }
    }
    return 0;
}

}  // namespace aspic
