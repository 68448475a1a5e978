#include <aspic/commands/options.h>

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <iterator>

#include <aspic/commands/option_sources.h>
#include <aspic/commands/option_values.h>

namespace aspic {

namespace po = boost::program_options;
using namespace std::string_literals;

namespace {

void check_command(const Option& option, const std::string& command)
{
    if (option.belongs_to(command)) return;
    throw UsageError{"--" + option.name + " is an option of " + commands_with(option) +
                     ", not of " + command};
}

bool describes_program(const std::string& command)
{
    constexpr std::array<std::string_view, 4> commands{"help", "version", "manual",
                                                       "default-config"};
    return std::find(commands.begin(), commands.end(), command) != commands.end();
}

// Rewrites two forms that the parser does not know. `--debug` means `--debug=yes`: as an implicit
// value of the parser, a command after `--debug` would be read as its value. `--config=` gives an
// empty value.
std::vector<std::string> words_of(int argc, const char* const* argv,
                                  const std::vector<Option>& options)
{
    std::vector<std::string> words;
    bool only_arguments = false;
    for (int i = 1; i < argc; ++i) {
        std::string word = argv[i];
        only_arguments = only_arguments || word == "--";
        const auto option = std::find_if(options.begin(), options.end(), [&](const Option& one) {
            return word == "--" + one.name || word == "--" + one.name + '=';
        });
        if (only_arguments || option == options.end()) {
            words.push_back(std::move(word));
        } else if (word.ends_with('=')) {
            word.pop_back();
            words.insert(words.end(), {std::move(word), ""});
        } else {
            const bool is_yes = option->kind == OptionKind::yes_or_no;
            words.push_back(std::move(word) + (is_yes ? "=yes" : ""));
        }
    }
    return words;
}

po::options_description accepted(const std::vector<Option>& options)
{
    po::options_description all;
    all.add_options()("help,h", "")("version", "")("words", po::value<std::vector<std::string>>());
    for (const Option& option : options)
        all.add_options()(option.name.c_str(), po::value<std::string>(), "");
    return all;
}

po::variables_map read_words(int argc, const char* const* argv, const std::vector<Option>& options)
{
    using namespace po::command_line_style;
    const int style = unix_style & ~allow_guessing;
    po::positional_options_description positional;
    positional.add("words", -1);
    po::variables_map values;
    try {
        po::store(po::command_line_parser(words_of(argc, argv, options))
                      .options(accepted(options))
                      .positional(positional)
                      .style(style)
                      .run(),
                  values);
    } catch (const po::error& error) {
        throw UsageError{std::string{error.what()} + "; --help lists the options"};
    }
    return values;
}

std::vector<std::string> command_in(const po::variables_map& values)
{
    std::vector<std::string> words;
    if (values.contains("words")) words = values["words"].as<std::vector<std::string>>();
    // `purge --help` is `help purge`.
    if (values.contains("help") && (words.empty() || words.front() != "help"))
        words = words.empty() ? std::vector<std::string>{"help"} : std::vector{"help"s, words[0]};
    if (values.contains("version")) words = {"version"};
    if (words.empty()) words = {"serve"};
    return words;
}

// The file to read, or an empty path.
std::filesystem::path configuration_file(const GivenValues& values,
                                         const std::filesystem::path& default_file)
{
    const auto named = values.find(config_option);
    if (named != values.end()) return named->second.value;
    // A file that exists and that we may not see is an error when it is read.
    std::error_code error;
    const auto status = std::filesystem::status(default_file, error);
    return status.type() == std::filesystem::file_type::not_found ? "" : default_file;
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv, const char* const* environment,
                               const std::vector<Option>& options,
                               const std::filesystem::path& default_file)
{
    const po::variables_map flags = read_words(argc, argv, options);
    std::vector<std::string> words = command_in(flags);
    const std::string command = words.front();
    words.erase(words.begin());

    GivenValues values;
    for (const Option& option : options) {
        // Who asks for help gets it, whatever else is on the line.
        if (!flags.contains(option.name) || command == "help" || command == "version") continue;
        check_command(option, command);
        const GivenValue& given =
            values[option.name] = {flags[option.name].as<std::string>(), "--" + option.name};
        checked_value(option, given);
    }
    if (!describes_program(command)) {
        read_environment(environment, options, values);
        const std::filesystem::path file = configuration_file(values, default_file);
        if (!file.empty()) read_configuration(file, options, values);
        values[config_option].value = file;
    }

    Settings::Values settings;
    ServerOptions own;
    for (const Option& option : options) {
        const auto given = values.find(option.name);
        const std::string& value = settings[option.name] = checked_value(
            option, given != values.end()
                        ? given->second
                        : GivenValue{option.default_value, "the default of --" + option.name});
        if (option.set) option.set(own, value);
    }
    return {command, std::move(words), Settings{std::move(settings)}, std::move(own),
            program_name(argc, argv)};
}

std::string program_name(int argc, const char* const* argv)
{
    const std::string path{argc > 0 ? argv[0] : "aspic"};
    return path.substr(path.rfind('/') + 1);
}

bool Option::belongs_to(std::string_view command) const
{
    return commands.empty() ||
           std::find(commands.begin(), commands.end(), command) != commands.end();
}

std::vector<Option> options_of(std::string_view command, const std::vector<Option>& options)
{
    std::vector<Option> chosen;
    std::copy_if(
        options.begin(), options.end(), std::back_inserter(chosen), [&](const Option& option) {
            return option.commands.empty() == command.empty() && option.belongs_to(command);
        });
    return chosen;
}

}  // namespace aspic
