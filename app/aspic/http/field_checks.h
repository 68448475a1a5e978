#pragma once
// Checks for the fields of a form, or of a JSON body: functions from a value to its error, empty if
// there is none. Values; any thread. Lengths are in characters (code points), so that a limit means
// the same in every language.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/utf8.h>

namespace aspic {

namespace detail {

inline std::string characters(std::size_t count)
{
    return std::to_string(count) + (count == 1 ? " character." : " characters.");
}

inline std::string number_text(double number)
{
    std::string text = std::to_string(number);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

template <class Number>
std::string number_text(Number number)
{
    return std::to_string(number);
}

/// The error of the first check that refuses the value; empty if none does.
template <class T, class... Check>
std::string first_error([[maybe_unused]] const T& value, const Check&... checks)
{
    std::string error;
    [[maybe_unused]] const auto check = [&](const auto& one) {
        if (error.empty()) error = one(value);
    };
    (check(checks), ...);
    return error;
}

}  // namespace detail

template <class Number>
auto at_least(Number least)
{
    return [least](const auto& value) {
        return value < least ? "Must be at least " + detail::number_text(least) + '.'
                             : std::string{};
    };
}

template <class Number>
auto at_most(Number most)
{
    return [most](const auto& value) {
        return value > most ? "Must be at most " + detail::number_text(most) + '.' : std::string{};
    };
}

inline auto length_at_least(std::size_t least)
{
    return [least](std::string_view text) {
        return utf8::length(text).value_or(0) < least
                   ? "Must have at least " + detail::characters(least)
                   : std::string{};
    };
}

inline auto length_at_most(std::size_t most)
{
    return [most](std::string_view text) {
        return utf8::length(text).value_or(0) > most
                   ? "Must have at most " + detail::characters(most)
                   : std::string{};
    };
}

inline auto one_of(std::vector<std::string> choices)
{
    return [choices = std::move(choices)](std::string_view text) {
        return std::find(choices.begin(), choices.end(), text) == choices.end()
                   ? std::string{"This is not one of the choices."}
                   : std::string{};
    };
}

}  // namespace aspic
