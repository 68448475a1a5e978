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

}  // namespace

std::string checked_value(const Option& option, const std::string& value)
{
    const auto refuse = [&](const std::string& right) {
        throw UsageError{"--" + option.name + " is \"" + value + "\": it must be " + right};
    };
    switch (option.kind) {
        case OptionKind::text:
            // Some texts go into header fields and log lines.
            if (std::any_of(value.begin(), value.end(), syntax::is_control)) {
                throw UsageError{"--" + option.name +
                                 " holds a control character, such as a line end"};
            }
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
               std::to_string(option.most) +
               (is_bytes ? ", or a number with K, M or G after it" : ""));
    }
    return std::to_string(*amount);
}

}  // namespace aspic
