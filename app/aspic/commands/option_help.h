#pragma once
// How an option is written, and its bounds and its default in words: for --help, the manual page
// and the default configuration. Pure functions.

#include <string>
#include <vector>

#include <aspic/commands/options.h>

namespace aspic {

/// What follows the name on the command line: " N", "[=yes|no]".
std::string value_of_usage(const Option& option);

/// Which default the reader asks for: that of this machine, or that of every machine.
enum class DefaultOf : std::uint8_t { this_machine, every_machine };

/// "1 to 1024; default 16", or an empty text if there is neither.
std::string bounds_and_default(const Option& option, DefaultOf machine);

struct OptionGroup {
    std::string name;
    std::vector<Option> options;
};

/// The options that all commands have, by group, in the order of the table.
std::vector<OptionGroup> option_groups(const std::vector<Option>& options);

}  // namespace aspic
