#pragma once
// Decimal numbers in texts. Pure functions, no locale.

#include <array>
#include <charconv>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace aspic {

/// Returns the number if it is the whole text and within the bounds. Signs and spaces are not
/// allowed, except a minus if `Number` is signed.
template <class Number>
std::optional<Number> parse_number(std::string_view text,
                                   Number least = std::numeric_limits<Number>::min(),
                                   Number most = std::numeric_limits<Number>::max())
{
    Number value{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || value < least || value > most) return {};
    return value;
}

/// Like std::to_string, but without a text in between.
void append_decimal(std::string& text, std::integral auto number)
{
    std::array<char, 20> digits{};
    char* const begin = digits.data();
    text.append(begin, std::to_chars(begin, begin + digits.size(), number).ptr);
}

}  // namespace aspic
