#include "commands/options.h"

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <fstream>
#include <optional>
#include <system_error>

#include "reporting/log.h"

namespace aspic {

namespace po = boost::program_options;

namespace {

constexpr std::string_view variable_prefix = "ASPIC_";

std::optional<std::uint64_t> parse_amount(std::string_view text, bool may_have_unit)
{
    std::uint64_t factor = 1;
    if (may_have_unit && !text.empty()) {
        constexpr std::string_view units = "KMG";
        const std::size_t unit = units.find(text.back());
        if (unit != std::string_view::npos) {
            factor <<= 10 * (unit + 1);
            text.remove_suffix(1);
        }
    }
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > UINT64_MAX / factor)
        return {};
    return value * factor;
}

std::string checked(const Option& option, const std::string& value)
{
    const auto refuse = [&](const std::string& right) {
        throw UsageError{"--" + option.name + " is \"" + value + "\": it must be " + right};
    };
    switch (option.kind) {
        case OptionKind::text:
            return value;
        case OptionKind::yes_or_no:
            if (value != "yes" && value != "no") refuse("yes or no");
            return value;
        case OptionKind::choice:
            if (std::find(option.choices.begin(), option.choices.end(), value) ==
                option.choices.end()) {
                refuse("one of " + option.value_name);
            }
            return value;
        case OptionKind::number:
        case OptionKind::bytes:
        case OptionKind::seconds:
            break;
    }
    const bool is_bytes = option.kind == OptionKind::bytes;
    const auto amount = parse_amount(value, is_bytes);
    if (!amount || *amount < option.least || *amount > option.most) {
        refuse("a whole number from " + std::to_string(option.least) + " to " +
               std::to_string(option.most) + (is_bytes ? ", or one with K, M or G after it" : ""));
    }
    return std::to_string(*amount);
}

po::options_description described(const std::vector<Option>& options)
{
    constexpr unsigned width = 100;
    po::options_description description{"Options", width, width / 2};
    for (const Option& option : options) {
        auto* value = po::value<std::string>()->value_name(option.value_name);
        std::string help = option.help;
        if (option.kind == OptionKind::yes_or_no) {
            value->implicit_value("yes", "")->value_name("yes|no");
        } else if (!option.default_value.empty()) {
            help += " [" + option.default_value + "]";
        }
        description.add_options()(option.name.c_str(), value, help.c_str());
    }
    return description;
}

std::string option_of_variable(std::string_view variable)
{
    std::string name;
    for (const char c : variable.substr(variable_prefix.size())) {
        name += c == '_' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return name;
}

void read_environment(const char* const* environment, const std::vector<Option>& options,
                      po::variables_map& values)
{
    for (; *environment != nullptr; ++environment) {
        const std::string_view entry{*environment};
        const std::size_t equals = entry.find('=');
        if (!entry.starts_with(variable_prefix) || equals == std::string_view::npos) continue;
        const std::string name = option_of_variable(entry.substr(0, equals));
        const bool known = std::any_of(options.begin(), options.end(),
                                       [&](const Option& o) { return o.name == name; });
        if (!known) {
            log(LogLevel::warning, "an environment variable names no option",
                {{"variable", std::string{entry.substr(0, equals)}},
                 {"help", "--help lists the options"}});
        } else if (!values.contains(name)) {
            values.insert({name, po::variable_value{std::string{entry.substr(equals + 1)}, false}});
        }
    }
}

void read_file(const std::string& file, const po::options_description& description,
               po::variables_map& values)
{
    std::ifstream in{file};
    if (!in) throw UsageError{"cannot read the configuration file " + file};
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
    po::options_description visible = described(options);
    po::options_description accepted{visible};
    accepted.add_options()("help,h", "")("version", "")("words",
                                                        po::value<std::vector<std::string>>());
    po::positional_options_description positional;
    positional.add("words", -1);
    po::variables_map values;
    try {
        using namespace po::command_line_style;
        const int style = unix_style & ~allow_guessing;
        po::store(po::command_line_parser(argc, argv)
                      .options(accepted)
                      .positional(positional)
                      .style(style)
                      .run(),
                  values);
    } catch (const po::error& error) {
        throw UsageError{std::string{error.what()} + "; --help lists what there is"};
    }
    std::vector<std::string> words;
    if (values.contains("words")) words = values["words"].as<std::vector<std::string>>();
    if (values.contains("help")) words = {"help"};
    if (values.contains("version")) words = {"version"};
    if (words.empty()) words = {"serve"};

    read_environment(environment, options, values);
    if (values.contains("config")) read_file(values["config"].as<std::string>(), visible, values);

    Settings::Values settings;
    for (const Option& option : options) {
        const bool given = values.contains(option.name);
        settings[option.name] =
            checked(option, given ? values[option.name].as<std::string>() : option.default_value);
    }
    return {words.front(), {words.begin() + 1, words.end()}, Settings{std::move(settings)}};
}

std::uint64_t number_of(const Settings& settings, std::string_view option)
{
    return parse_amount(settings.get(option), false).value();
}

bool yes_of(const Settings& settings, std::string_view option)
{
    return settings.get(option) == "yes";
}

std::string describe(const std::vector<Option>& options)
{
    std::ostringstream text;
    text << described(options);
    return text.str();
}

}  // namespace aspic
