#pragma once
// Reads a file of options: one `name = value` per line. A `#` at the start of a line, or after a
// space, begins a comment. A value may be in double quotes, with every `#` and space in it; there,
// \" is a double quote, and \\ a backslash. Knows nothing of the options.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aspic {

struct ConfigurationLine {
    std::size_t number = 0;  // the first line is 1
    std::string name;
    std::string value;
};

/// The file that a program reads if nothing names another one: /etc/aspic/PROGRAM.conf
std::filesystem::path default_configuration_file(std::string_view program);

/// Returns the whole text. Throws UsageError, which names the file, if it cannot be read.
std::string read_configuration_file(const std::filesystem::path& file);

/// Throws UsageError, which names the file and the line, if a line is neither `name = value` nor a
/// comment.
std::vector<ConfigurationLine> parse_configuration(std::string_view text,
                                                   const std::filesystem::path& file);

/// The line that sets the option to this value.
std::string configuration_line(std::string_view name, std::string_view value);

}  // namespace aspic
