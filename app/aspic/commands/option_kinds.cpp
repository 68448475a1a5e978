#include <aspic/commands/option_kinds.h>

#include <aspic/base/numbers.h>

namespace aspic::option_kinds {

namespace inner {

namespace {

// The value is a number within the bounds: it was checked before.
template <class Amount>
Option amount(OptionKind kind, std::string unit, Amount ServerOptions::*member)
{
    Option option;
    option.kind = kind;
    option.value_name = std::move(unit);
    option.set = [member](ServerOptions& options, const std::string& value) {
        options.*member = Amount{parse_number<std::uint64_t>(value).value()};
    };
    return option;
}

}  // namespace

Option text(std::string ServerOptions::*member)
{
    return {.kind = OptionKind::text,
            .set = [member](ServerOptions& options, const std::string& value) {
                options.*member = value;
            }};
}

Option number(std::size_t ServerOptions::*member)
{
    return amount(OptionKind::number, "N", member);
}

Option seconds(std::chrono::seconds ServerOptions::*member)
{
    return amount(OptionKind::seconds, "SECONDS", member);
}

Option milliseconds(std::chrono::milliseconds ServerOptions::*member)
{
    return amount(OptionKind::number, "N", member);
}

Option yes_or_no(bool ServerOptions::*member)
{
    return {.kind = OptionKind::yes_or_no,
            .set = [member](ServerOptions& options, const std::string& value) {
                options.*member = value == "yes";
            }};
}

Option named(Option option, std::string group, std::string name, std::string default_value,
             std::string help)
{
    option.group = std::move(group);
    option.name = std::move(name);
    option.default_value = std::move(default_value);
    option.help = std::move(help);
    return option;
}

Option bounded(Option option, std::uint64_t least, std::uint64_t most)
{
    option.least = least;
    option.most = most;
    return option;
}

}  // namespace inner

Option only_of(std::vector<std::string> commands, Option option)
{
    option.commands = std::move(commands);
    return option;
}

Option checked(std::function<std::string(const std::string&)> why_wrong, Option option)
{
    option.why_wrong = std::move(why_wrong);
    return option;
}

Option default_is(std::string words, Option option)
{
    option.default_in_words = std::move(words);
    return option;
}

}  // namespace aspic::option_kinds
