#include <aspic/commands/option_sources.h>

#include <algorithm>

#include <aspic/base/syntax.h>
#include <aspic/commands/configuration_file.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr std::string_view variable_prefix = "ASPIC_";

template <class Is>
const Option* find_option(const std::vector<Option>& options, Is is)
{
    const auto found = std::find_if(options.begin(), options.end(), is);
    return found == options.end() ? nullptr : &*found;
}

std::string why_unknown(const Option* option)
{
    if (option == nullptr) return "it names no option; --help lists the options";
    return "--" + option->name + " is an option of " + commands_with(*option) +
           ": it can only be given on the command line";
}

}  // namespace

std::string variable_of(std::string_view option)
{
    std::string name{variable_prefix};
    for (const char c : option)
        name += c == '-' ? '_' : syntax::upper(c);
    return name;
}

void read_environment(const char* const* environment, const std::vector<Option>& options,
                      GivenValues& values)
{
    for (; *environment != nullptr; ++environment) {
        std::string_view value{*environment};
        if (!value.starts_with(variable_prefix)) continue;
        const std::string variable{syntax::take_until(value, '=')};
        const Option* option =
            find_option(options, [&](const Option& o) { return variable_of(o.name) == variable; });
        if (option == nullptr || !option->commands.empty()) {
            log(LogLevel::warning, "an environment variable is ignored",
                {{"variable", variable}, {"why", why_unknown(option)}});
            continue;
        }
        const GivenValue given{std::string{value}, "the environment variable " + variable};
        checked_value(*option, given);
        values.emplace(option->name, given);
    }
}

void read_configuration(const std::filesystem::path& file, const std::vector<Option>& options,
                        GivenValues& values)
{
    std::map<std::string, std::size_t, std::less<>> lines;  // by option
    for (const auto& [number, name, value] :
         parse_configuration(read_configuration_file(file), file)) {
        const std::string place = file.string() + ':' + std::to_string(number) + ": " + name;
        const Option* option =
            find_option(options, [&, &name = name](const Option& o) { return o.name == name; });
        if (option == nullptr || !option->commands.empty())
            throw UsageError{place + ": " + why_unknown(option)};
        if (name == config_option) {
            throw UsageError{place + ": a configuration file cannot name another one; write --" +
                             config_option + " or " + variable_of(config_option)};
        }
        const auto [earlier, is_new] = lines.emplace(name, number);
        if (!is_new) {
            throw UsageError{place + " is also in line " + std::to_string(earlier->second) +
                             ": remove one of the two"};
        }
        const GivenValue given{value, place};
        checked_value(*option, given);
        values.emplace(name, given);
    }
}

}  // namespace aspic
