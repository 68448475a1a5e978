#pragma once
// The values that the environment and the configuration file give to options. Inner part of the
// options.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/commands/option_values.h>

namespace aspic {

/// The variable of an option: ASPIC_LOG_LEVEL for log-level.
std::string variable_of(std::string_view option);

/// The values of each option, by its name. The first one given counts.
using GivenValues = std::map<std::string, GivenValue, std::less<>>;

/// Adds the values of the variables that begin with ASPIC_. Logs a warning for one that names no
/// option that all commands have. Throws UsageError if a value is wrong.
void read_environment(const char* const* environment, const std::vector<Option>& options,
                      GivenValues& values);

/// Adds the values in the file. Throws UsageError, which names the file and the line, if it cannot
/// be read, sets an option twice, names no option that all commands have, or if a value is wrong.
void read_configuration(const std::filesystem::path& file, const std::vector<Option>& options,
                        GivenValues& values);

}  // namespace aspic
