#pragma once
// Declares the options of the table. The first parameter of each function is the member of
// ServerOptions that the option sets. Its type is that of the option's value, and the struct that
// it is in names the option's group. Inner part of the options.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <aspic/commands/options.h>
#include <aspic/commands/server_options.h>

namespace aspic::option_kinds {

namespace inner {

Option text(std::string ServerOptions::*member);
Option number(std::size_t ServerOptions::*member);
Option seconds(std::chrono::seconds ServerOptions::*member);
Option milliseconds(std::chrono::milliseconds ServerOptions::*member);
Option yes_or_no(bool ServerOptions::*member);

Option named(Option option, std::string group, std::string name, std::string default_value,
             std::string help);
Option bounded(Option option, std::uint64_t least, std::uint64_t most);

}  // namespace inner

template <class Part>
Option text(std::string Part::*member, const std::string& name, const std::string& value_name,
            const std::string& default_value, const std::string& help)
{
    Option option = inner::named(inner::text(member), Part::group, name, default_value, help);
    option.value_name = value_name;
    return option;
}

template <class Part>
Option number(std::size_t Part::*member, const std::string& name, const std::string& default_value,
              std::uint64_t least, std::uint64_t most, const std::string& help)
{
    return inner::bounded(
        inner::named(inner::number(member), Part::group, name, default_value, help), least, most);
}

template <class Part>
Option bytes(std::size_t Part::*member, const std::string& name, const std::string& default_value,
             std::uint64_t least, std::uint64_t most, const std::string& help)
{
    Option option = number(member, name, default_value, least, most, help);
    option.kind = OptionKind::bytes;
    option.value_name = "BYTES";
    return option;
}

template <class Part>
Option seconds(std::chrono::seconds Part::*member, const std::string& name,
               const std::string& default_value, std::uint64_t least, std::uint64_t most,
               const std::string& help)
{
    return inner::bounded(
        inner::named(inner::seconds(member), Part::group, name, default_value, help), least, most);
}

template <class Part>
Option milliseconds(std::chrono::milliseconds Part::*member, const std::string& name,
                    const std::string& default_value, std::uint64_t least, std::uint64_t most,
                    const std::string& help)
{
    return inner::bounded(
        inner::named(inner::milliseconds(member), Part::group, name, default_value, help), least,
        most);
}

/// The default is "no".
template <class Part>
Option yes_or_no(bool Part::*member, const std::string& name, const std::string& help)
{
    return inner::named(inner::yes_or_no(member), Part::group, name, "no", help);
}

/// The first choice is the default.
template <class Part, class Value>
Option choice(Value Part::*member, std::string name,
              const std::vector<std::pair<std::string, Value>>& choices, std::string help)
{
    Option option;
    option.group = Part::group;
    option.name = std::move(name);
    option.help = std::move(help);
    option.kind = OptionKind::choice;
    option.default_value = choices.front().first;
    for (const auto& choice : choices) {
        option.value_name += (option.value_name.empty() ? "" : "|") + choice.first;
        option.choices.push_back(choice.first);
    }
    option.set = [member, choices](ServerOptions& options, const std::string& value) {
        const auto chosen = std::find_if(choices.begin(), choices.end(),
                                         [&](const auto& one) { return one.first == value; });
        options.*member = chosen->second;
    };
    return option;
}

/// An option that only these commands have.
Option only_of(std::vector<std::string> commands, Option option);

/// A text that not every value is right for. The default must be right.
Option checked(std::function<std::string(const std::string&)> why_wrong, Option option);

/// The default is not the same on every machine: `words` say what it is, for the manual page.
Option default_is(std::string words, Option option);

}  // namespace aspic::option_kinds
