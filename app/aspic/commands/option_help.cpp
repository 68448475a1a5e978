#include <aspic/commands/option_help.h>

#include <algorithm>
#include <array>

#include <aspic/base/numbers.h>
#include <aspic/commands/text.h>

namespace aspic {

namespace {

// "64K" for 65536, as an option takes it.
std::string short_bytes(std::uint64_t bytes)
{
    constexpr std::array<const char*, 4> units{"", "K", "M", "G"};
    std::size_t unit = 0;
    for (; bytes > 0 && bytes % 1024 == 0 && unit + 1 < units.size(); ++unit)
        bytes /= 1024;
    return std::to_string(bytes) + units.at(unit);
}

// "2592000 (30 d)"
std::string readable_seconds(const std::string& seconds)
{
    constexpr std::int64_t hour = 3600;
    const auto number = parse_number<std::int64_t>(seconds);
    if (!number || *number < hour) return seconds;
    return seconds + " (" + in_time(std::chrono::seconds{*number}) + ")";
}

std::string bounds(const Option& option)
{
    if (option.most == 0) return "";
    const auto text = option.kind == OptionKind::bytes ? short_bytes : [](std::uint64_t number) {
        return std::to_string(number);
    };
    return text(option.least) + " to " + text(option.most);
}

std::string default_of(const Option& option, DefaultOf machine)
{
    if (option.kind == OptionKind::yes_or_no) return "";
    if (!option.default_in_words.empty() &&
        (machine == DefaultOf::every_machine || option.default_value.empty()))
        return option.default_in_words;
    return option.kind == OptionKind::seconds ? readable_seconds(option.default_value)
                                              : option.default_value;
}

}  // namespace

std::string value_of_usage(const Option& option)
{
    return option.kind == OptionKind::yes_or_no ? "[=yes|no]" : ' ' + option.value_name;
}

std::string bounds_and_default(const Option& option, DefaultOf machine)
{
    std::string text = bounds(option);
    const std::string usual = default_of(option, machine);
    if (!text.empty() && !usual.empty()) text += "; ";
    if (!usual.empty()) text += "default " + usual;
    return text;
}

std::vector<OptionGroup> option_groups(const std::vector<Option>& options)
{
    std::vector<OptionGroup> groups;
    for (const Option& option : options_of("", options)) {
        auto group = std::find_if(groups.begin(), groups.end(),
                                  [&](const OptionGroup& one) { return one.name == option.group; });
        if (group == groups.end()) group = groups.insert(groups.end(), {option.group, {}});
        group->options.push_back(option);
    }
    return groups;
}

}  // namespace aspic
