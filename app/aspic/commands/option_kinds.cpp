#include <aspic/commands/option_kinds.h>

#include <aspic/base/numbers.h>

namespace aspic::option_kinds {

namespace {

// The value is a number within the bounds: it was checked before.
template <class Amount>
Option bounded(OptionKind kind, Amount ServerOptions::*member, std::string name,
               std::string default_value, std::uint64_t least, std::uint64_t most, std::string help)
{
    const std::string unit = kind == OptionKind::bytes     ? "BYTES"
                             : kind == OptionKind::seconds ? "SECONDS"
                                                           : "N";
    Option option;
    option.name = std::move(name);
    option.kind = kind;
    option.value_name = unit;
    option.default_value = std::move(default_value);
    option.help = std::move(help);
    option.least = least;
    option.most = most;
    option.set = [member](ServerOptions& options, const std::string& value) {
        options.*member = Amount{parse_number<std::uint64_t>(value).value()};
    };
    return option;
}

}  // namespace

Option text(std::string ServerOptions::*member, std::string name, std::string value_name,
            std::string default_value, std::string help)
{
    return {.name = std::move(name),
            .kind = OptionKind::text,
            .value_name = std::move(value_name),
            .default_value = std::move(default_value),
            .help = std::move(help),
            .set = [member](ServerOptions& options, const std::string& value) {
                options.*member = value;
            }};
}

Option number(std::size_t ServerOptions::*member, std::string name, std::string default_value,
              std::uint64_t least, std::uint64_t most, std::string help)
{
    return bounded(OptionKind::number, member, std::move(name), std::move(default_value), least,
                   most, std::move(help));
}

Option bytes(std::size_t ServerOptions::*member, std::string name, std::string default_value,
             std::uint64_t least, std::uint64_t most, std::string help)
{
    return bounded(OptionKind::bytes, member, std::move(name), std::move(default_value), least,
                   most, std::move(help));
}

Option seconds(std::chrono::seconds ServerOptions::*member, std::string name,
               std::string default_value, std::uint64_t least, std::uint64_t most, std::string help)
{
    return bounded(OptionKind::seconds, member, std::move(name), std::move(default_value), least,
                   most, std::move(help));
}

Option milliseconds(std::chrono::milliseconds ServerOptions::*member, std::string name,
                    std::string default_value, std::uint64_t least, std::uint64_t most,
                    std::string help)
{
    return bounded(OptionKind::number, member, std::move(name), std::move(default_value), least,
                   most, std::move(help));
}

Option yes_or_no(bool ServerOptions::*member, std::string name, std::string help)
{
    return {.name = std::move(name),
            .kind = OptionKind::yes_or_no,
            .default_value = "no",
            .help = std::move(help),
            .set = [member](ServerOptions& options, const std::string& value) {
                options.*member = value == "yes";
            }};
}

Option only_of(std::vector<std::string> commands, Option option)
{
    option.commands = std::move(commands);
    return option;
}

}  // namespace aspic::option_kinds
