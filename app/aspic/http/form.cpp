#include <aspic/http/form.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";

/// A visitor may copy a number with spaces around it.
std::string_view without_space(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

template <class Number>
std::errc read_number(std::string_view text, Number& value)
{
    text = without_space(text);
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return stop == end ? error : std::errc::invalid_argument;
}

template <class Number>
std::string read_whole(std::string_view text, Number& value)
{
    const std::errc error = read_number(text, value);
    if (error == std::errc::result_out_of_range) return detail::out_of_range_error(text);
    return error == std::errc{} ? "" : "Enter a whole number.";
}

// Line ends and tabs are typed; other control characters are not.
bool is_typed(char c)
{
    return !syntax::is_control(c) || c == '\n' || c == '\r' || c == '\t';
}

}  // namespace

namespace detail {

std::string read_field(std::string_view text, std::string& value)
{
    if (!utf8::length(text) || !std::ranges::all_of(text, is_typed))
        return "This text has characters that are not allowed.";
    value = text;
    return "";
}

std::string read_field(std::string_view text, long long& value)
{
    return read_whole(text, value);
}

std::string read_field(std::string_view text, unsigned long long& value)
{
    if (without_space(text).starts_with('-')) {
        long long negative = 0;
        return read_number(text, negative) == std::errc::invalid_argument
                   ? "Enter a whole number."
                   : out_of_range_error(text);
    }
    return read_whole(text, value);
}

std::string read_field(std::string_view text, double& value)
{
    return read_number(text, value) == std::errc{} && std::isfinite(value) ? "" : "Enter a number.";
}

std::string out_of_range_error(std::string_view text)
{
    return without_space(text).starts_with('-') ? "This number is too small."
                                                : "This number is too large.";
}

bool is_blank(std::string_view text)
{
    return without_space(text).empty();
}

}  // namespace detail

bool Form::ok() const
{
    return std::ranges::all_of(fields_, [](const Field& one) { return one.error.empty(); });
}

void Form::add_error(std::string_view name, std::string error)
{
    Field& field = note(name);
    if (field.error.empty()) field.error = std::move(error);
}

std::string_view Form::error(std::string_view name) const
{
    const Field* const field = find(name);
    return field != nullptr ? std::string_view{field->error} : std::string_view{};
}

std::string_view Form::value(std::string_view name) const
{
    const Field* const field = find(name);
    if (field != nullptr) return field->value;
    return sent_ != nullptr ? sent_->first(name).value_or("") : "";
}

void Form::set_value(std::string_view name, std::string value)
{
    note(name).value = std::move(value);
}

Form::Field& Form::note(std::string_view name)
{
    const auto known = std::ranges::find(fields_, name, &Field::name);
    if (known != fields_.end()) return *known;
    fields_.push_back({std::string{name}, std::string{value(name)}, {}});
    return fields_.back();
}

const Form::Field* Form::find(std::string_view name) const
{
    const auto known = std::ranges::find(fields_, name, &Field::name);
    return known != fields_.end() ? &*known : nullptr;
}

bool Form::is_sent(std::string_view name) const
{
    return sent_ != nullptr && sent_->first(name).has_value();
}

}  // namespace aspic
