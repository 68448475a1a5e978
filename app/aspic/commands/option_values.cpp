#include <aspic/commands/option_values.h>

#include <algorithm>
#include <optional>

#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>

namespace aspic {

namespace {

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
    const auto number = parse_number<std::uint64_t>(text, 0, UINT64_MAX / factor);
    if (!number) return {};
    return *number * factor;
}

// A message may end up in a log, so it shows no password of a URL.
std::string without_password(const std::string& value)
{
    const std::size_t scheme = value.find("://");
    const std::size_t host = value.rfind('@');
    if (scheme == std::string::npos || host == std::string::npos || host < scheme) return value;
    return value.substr(0, scheme + 3) + "..." + value.substr(host);
}

UsageError wrong_value(const GivenValue& given, const std::string& why)
{
    return UsageError{given.place + " is \"" + without_password(given.value) + "\": " + why};
}

}  // namespace

std::string allowed_values(const Option& option)
{
    switch (option.kind) {
        case OptionKind::text:
            return "";
        case OptionKind::yes_or_no:
            return "yes or no";
        case OptionKind::choice:
            return "one of " + option.value_name;
        case OptionKind::number:
        case OptionKind::bytes:
        case OptionKind::seconds:
            break;
    }
    return "a whole number from " + std::to_string(option.least) + " to " +
           std::to_string(option.most) +
           (option.kind == OptionKind::bytes ? ", or a number with K, M or G after it" : "");
}

std::string checked_value(const Option& option, const GivenValue& given)
{
    const auto& [value, place] = given;
    const auto refuse_unless = [&](bool right) {
        if (!right) throw wrong_value(given, "it must be " + allowed_values(option));
    };
    switch (option.kind) {
        case OptionKind::text:
            // Some texts go into header fields and log lines.
            if (std::any_of(value.begin(), value.end(), syntax::is_control)) {
                throw UsageError{place + " holds a control character, such as a line end"};
            }
            if (option.why_wrong) {
                const std::string why = option.why_wrong(value);
                if (!why.empty()) throw wrong_value(given, why);
            }
            return value;
        case OptionKind::yes_or_no:
            refuse_unless(value == "yes" || value == "no");
            return value;
        case OptionKind::choice:
            refuse_unless(std::find(option.choices.begin(), option.choices.end(), value) !=
                          option.choices.end());
            return value;
        case OptionKind::number:
        case OptionKind::bytes:
        case OptionKind::seconds:
            break;
    }
    const auto amount = parse_amount(value, option.kind == OptionKind::bytes);
    refuse_unless(amount && *amount >= option.least && *amount <= option.most);
    return std::to_string(*amount);
}

std::string commands_with(const Option& option)
{
    std::string commands;
    for (const std::string& one : option.commands)
        commands += (commands.empty() ? "" : " and ") + one;
    return commands;
}

}  // namespace aspic
