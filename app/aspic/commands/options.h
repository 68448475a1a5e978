#pragma once
// Every option, declared once: flag, environment variable, configuration file, bounds, --help and
// the manual page all come from one table, which also names the member of ServerOptions that the
// option sets. The command line comes first, then the environment (--threads is ASPIC_THREADS),
// then the configuration file, then the default. Options of single commands, such as purge's --tag,
// can only be given on the command line.

#include <cstdint>
#include <filesystem>
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
    std::vector<std::string> commands{};  // those that have it; empty: all
    /// Stores a checked value. Null for a site's option: its value is in Settings.
    std::function<void(ServerOptions&, const std::string&)> set{};
    /// For --help and the manual: options with the same heading stand together.
    std::string group{};
    /// The default in words, if it is not the same on every machine.
    std::string default_in_words{};
    /// Of text: why a value is wrong, as the end of the error message; empty if it is right. Null:
    /// every text is right.
    std::function<std::string(const std::string&)> why_wrong{};

    bool belongs_to(std::string_view command) const;
};

/// An error in the command line, a variable or the file. The message names it, its value and what
/// is allowed.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct CommandLine {
    std::string command;                 // "serve" if none is given
    std::vector<std::string> arguments;  // after the command
    Settings settings;                   // every option has a value, checked; for the site
    ServerOptions options{};             // the same values of the server's own options
    std::string program{};               // its name, without the directory
};

/// The last part of argv[0].
std::string program_name(int argc, const char* const* argv);

/// The server's options, then the site's. Throws std::logic_error, which names the option, if one
/// is declared twice.
std::vector<Option> all_options(const Site& site);

/// `default_file` is read if it exists and neither --config nor ASPIC_CONFIG is given; if one of
/// them is empty, no file is read. Every value is checked, also one that another value precedes.
/// Commands that only describe the program (help, version, manual, default-config) need neither the
/// environment nor the file, so a mistake there does not stop them.
///
/// Throws UsageError if an option, its value or the command is wrong. The message says where the
/// value stands: the flag, the variable, or the file and the line.
CommandLine parse_command_line(int argc, const char* const* argv, const char* const* environment,
                               const std::vector<Option>& options,
                               const std::filesystem::path& default_file);

/// The options that only this command has; for an empty name, those that all commands have.
std::vector<Option> options_of(std::string_view command, const std::vector<Option>& options);

}  // namespace aspic
