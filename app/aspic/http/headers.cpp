#include <aspic/http/headers.h>

#include <algorithm>
#include <stdexcept>

#include <aspic/base/syntax.h>
#include <aspic/http/percent.h>

namespace aspic {

namespace {

void check(std::string_view name, std::string_view value)
{
    if (!syntax::is_token(name)) {
        throw std::invalid_argument{"\"" + percent_encode(name) + "\" is not a valid field name"};
    }
    const auto forbidden = [](char c) { return syntax::is_control(c) && c != '\t'; };
    if (std::ranges::any_of(value, forbidden)) {
        throw std::invalid_argument{"the value of the field " + std::string{name} +
                                    " holds a control character"};
    }
}

auto is_named(std::string_view name)
{
    return [name](const Headers::Field& field) { return equal_ignoring_case(field.name, name); };
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return syntax::lower(x) == syntax::lower(y);
           });
}

bool is_among(std::span<const std::string_view> names, std::string_view name)
{
    return std::ranges::any_of(
        names, [name](std::string_view one) { return equal_ignoring_case(one, name); });
}

bool list_has(std::string_view list, std::string_view member)
{
    while (!list.empty()) {
        if (equal_ignoring_case(syntax::trim(syntax::take_until(list, ',')), member)) return true;
    }
    return false;
}

void Headers::set(std::string_view name, std::string_view value)
{
    check(name, value);
    // A copy first: `value` may point into one of our fields.
    Field field{std::string{name}, std::string{value}};
    const auto found = std::ranges::find_if(fields_, is_named(field.name));
    if (found == fields_.end()) {
        fields_.push_back(std::move(field));
        return;
    }
    *found = std::move(field);
    fields_.erase(std::remove_if(found + 1, fields_.end(), is_named(found->name)), fields_.end());
}

void Headers::add(std::string_view name, std::string_view value)
{
    check(name, value);
    add_checked(name, value);
}

void Headers::add_to_list(std::string_view name, std::string_view member)
{
    std::string list = joined(name).value_or("");
    list.append(list.empty() ? "" : ", ").append(member);
    set(name, list);
}

void Headers::remove(std::string_view name)
{
    std::erase_if(fields_, is_named(name));
}

std::optional<std::string_view> Headers::get(std::string_view name) const
{
    const auto found = std::ranges::find_if(fields_, is_named(name));
    if (found == fields_.end()) return std::nullopt;
    return found->value;
}

std::optional<std::string> Headers::joined(std::string_view name) const
{
    std::optional<std::string> all;
    for (const Field& field : fields_) {
        if (!equal_ignoring_case(field.name, name)) continue;
        if (all) {
            *all += ", " + field.value;
        } else {
            all = field.value;
        }
    }
    return all;
}

}  // namespace aspic
