#pragma once
// Every option, declared once: flag, environment variable, configuration file, bounds and --help
// all come from one table, which also names the member of ServerOptions that the option sets.
// Command line first, then environment (--man-root is ASPIC_MAN_ROOT), then the file that --config
// names, then the default. What belongs to single commands, as purge's --tag, is said on the
// command line only.

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/commands/server_options.h>
#include <aspic/site/settings.h>
#include <aspic/site/site.h>

namespace aspic {

enum class OptionKind : std::uint8_t { text, number, bytes, seconds, choice, yes_or_no };

/// The option that names the configuration file.
inline constexpr const char* config_option = "config";

struct Option {
    std::string name{};
    OptionKind kind = OptionKind::text;
    std::string value_name{};
    std::string default_value{};
    std::string help{};
    std::uint64_t least = 0;  // of number, bytes and seconds
    std::uint64_t most = 0;
    std::vector<std::string> choices{};
    std::vector<std::string> commands{};  // those it belongs to; none: all of them
    /// Puts a checked value where it belongs. Null for a site's option: Settings holds that.
    std::function<void(ServerOptions&, const std::string&)> set{};

    bool belongs_to(std::string_view command) const;
};

/// A command line, variable or file that is wrong; the sentence names it, its value and what would
/// be right.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct CommandLine {
    std::string command;                 // "serve" where none is named
    std::vector<std::string> arguments;  // after the command
    Settings settings;                   // every option has a value, checked; for the site
    ServerOptions options{};             // the same values of the server's own options
};

/// The server's options, then the site's. Throws std::logic_error naming one that is there twice.
std::vector<Option> all_options(const Site& site);

/// Throws UsageError.
CommandLine parse_command_line(int argc, const char* const* argv, const char* const* environment,
                               const std::vector<Option>& options);

/// The options as --help shows them, one or more lines each.
std::string describe(const std::vector<Option>& options);
/// Those of this command alone; for an empty name, those of all commands.
std::vector<Option> options_of(std::string_view command, const std::vector<Option>& options);

}  // namespace aspic
