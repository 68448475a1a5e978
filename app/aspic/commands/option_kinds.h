#pragma once
// Declares the options of the table. The first parameter of each function is the member of
// ServerOptions that the option sets. Its type is that of the option's value. Inner part of the
// options.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <aspic/commands/options.h>
#include <aspic/commands/server_options.h>

namespace aspic::option_kinds {

Option text(std::string ServerOptions::*member, std::string name, std::string value_name,
            std::string default_value, std::string help);

Option number(std::size_t ServerOptions::*member, std::string name, std::string default_value,
              std::uint64_t least, std::uint64_t most, std::string help);
Option bytes(std::size_t ServerOptions::*member, std::string name, std::string default_value,
             std::uint64_t least, std::uint64_t most, std::string help);
Option seconds(std::chrono::seconds ServerOptions::*member, std::string name,
               std::string default_value, std::uint64_t least, std::uint64_t most,
               std::string help);
Option milliseconds(std::chrono::milliseconds ServerOptions::*member, std::string name,
                    std::string default_value, std::uint64_t least, std::uint64_t most,
                    std::string help);

/// The default is "no".
Option yes_or_no(bool ServerOptions::*member, std::string name, std::string help);

/// The first choice is the default.
template <class Part, class Value>
Option choice(Value Part::*member, std::string name,
              const std::vector<std::pair<std::string, Value>>& choices, std::string help)
{
    Option option;
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

}  // namespace aspic::option_kinds
