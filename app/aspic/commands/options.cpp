#include <aspic/commands/options.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <aspic/base/syntax.h>
#include <aspic/commands/option_values.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace po = boost::program_options;

namespace {

constexpr std::string_view variable_prefix = "ASPIC_";

po::options_description described(const std::vector<Option>& options)
{
    constexpr unsigned width = 100;
    po::options_description description{"Options", width, width / 2};
    for (const Option& option : options) {
        auto* value = po::value<std::string>()->value_name(option.value_name);
        std::string help = option.help;
        if (option.kind == OptionKind::yes_or_no) {
            value->implicit_value("yes", "")->value_name("[=yes|no]");
        } else if (!option.default_value.empty()) {
            help += " [" + option.default_value + "]";
        }
        description.add_options()(option.name.c_str(), value, help.c_str());
    }
    return description;
}

// Help and version accept the options of every command.
void check_command(const Option& option, const std::string& command)
{
    if (option.belongs_to(command) || command == "help" || command == "version") return;
    std::string commands;
    for (const std::string& one : option.commands)
        commands += (commands.empty() ? "" : " and ") + one;
    throw UsageError{"--" + option.name + " is an option of " + commands + ", not of " + command};
}

std::string option_of_variable(std::string_view variable)
{
    std::string name;
    for (const char c : variable.substr(variable_prefix.size())) {
        name += c == '_' ? '-' : syntax::lower(c);
    }
    return name;
}

// `--debug` means `--debug=yes`. If this were an implicit value of the parser, a command after
// `--debug` would be read as its value.
std::vector<std::string> words_of(int argc, const char* const* argv,
                                  const std::vector<Option>& options)
{
    std::vector<std::string> words{argv + std::min(argc, 1), argv + argc};
    for (std::string& word : words) {
        if (word == "--") break;
        const bool is_yes = std::any_of(options.begin(), options.end(), [&](const Option& option) {
            return option.kind == OptionKind::yes_or_no && word == "--" + option.name;
        });
        if (is_yes) word += "=yes";
    }
    return words;
}

void read_environment(const char* const* environment, const std::vector<Option>& options,
                      const po::options_description& description, po::variables_map& values)
{
    for (; *environment != nullptr; ++environment) {
        const std::string_view entry{*environment};
        const std::size_t equals = entry.find('=');
        if (!entry.starts_with(variable_prefix) || equals == std::string_view::npos) continue;
        const std::string name = option_of_variable(entry.substr(0, equals));
        const bool known = std::any_of(options.begin(), options.end(),
                                       [&](const Option& o) { return o.name == name; });
        if (!known) {
            log(LogLevel::warning, "an environment variable does not name an option",
                {{"variable", std::string{entry.substr(0, equals)}},
                 {"help", "--help lists the options"}});
        } else {
            po::parsed_options one{&description};
            one.options.emplace_back(name, std::vector{std::string{entry.substr(equals + 1)}});
            po::store(one, values);
        }
    }
}

void read_file(const std::string& file, const po::options_description& description,
               po::variables_map& values)
{
    std::ifstream in{file};
    if (!in || std::filesystem::is_directory(file))
        throw UsageError{"cannot read the configuration file " + file};
    try {
        po::store(po::parse_config_file(in, description), values);
    } catch (const po::error& error) {
        throw UsageError{"in the configuration file " + file + ": " + error.what()};
    }
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv, const char* const* environment,
                               const std::vector<Option>& options)
{
    const std::vector<Option> common = options_of("", options);
    const po::options_description visible = described(common);
    po::options_description accepted = described(options);
    accepted.add_options()("help,h", "")("version", "")("words",
                                                        po::value<std::vector<std::string>>());
    po::positional_options_description positional;
    positional.add("words", -1);
    po::variables_map values;
    try {
        using namespace po::command_line_style;
        const int style = unix_style & ~allow_guessing;
        po::store(po::command_line_parser(words_of(argc, argv, options))
                      .options(accepted)
                      .positional(positional)
                      .style(style)
                      .run(),
                  values);
    } catch (const po::error& error) {
        throw UsageError{std::string{error.what()} + "; --help lists the options"};
    }
    std::vector<std::string> words;
    if (values.contains("words")) words = values["words"].as<std::vector<std::string>>();
    if (values.contains("help")) words = {"help"};
    if (values.contains("version")) words = {"version"};
    if (words.empty()) words = {"serve"};

    for (const Option& option : options) {
        if (values.contains(option.name)) check_command(option, words.front());
    }
    read_environment(environment, common, visible, values);
    if (values.contains(config_option))
        read_file(values[config_option].as<std::string>(), visible, values);

    Settings::Values settings;
    ServerOptions own;
    for (const Option& option : options) {
        const bool given = values.contains(option.name);
        const std::string& value = settings[option.name] = checked_value(
            option, given ? values[option.name].as<std::string>() : option.default_value);
        if (option.set) option.set(own, value);
    }
    return {words.front(),
            {words.begin() + 1, words.end()},
            Settings{std::move(settings)},
            std::move(own)};
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

std::string describe(const std::vector<Option>& options)
{
    std::ostringstream text;
    text << described(options);
    return text.str();
}

}  // namespace aspic
