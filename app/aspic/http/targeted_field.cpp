#include <aspic/http/targeted_field.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include <aspic/base/numbers.h>
#include <aspic/http/delta_seconds.h>
#include <aspic/http/structured_field.h>

namespace aspic {

namespace {

using std::chrono::seconds;

// A negative lifetime counts as 0, one above 2^31 as 2^31, as in Cache-Control.
std::optional<seconds> integer_of(const structured::Member& member)
{
    if (!member.item || member.item->value.is_string) return {};
    const auto number = parse_number<std::int64_t>(member.item->value.text);
    if (!number) return {};
    return seconds{std::clamp<std::int64_t>(*number, 0, largest_delta.count())};
}

// False is the same as absent.
bool is_set(const structured::Member& member)
{
    return !member.item || member.item->value.is_string || member.item->value.text != "?0";
}

std::optional<CacheControl> control_of(const std::string& field)
{
    const auto members = structured::parse_dictionary(field);
    if (!members || members->empty()) return {};
    CacheControl control;
    for (const structured::Member& member : *members) {
        if (bool* const flag = flag_of(control, member.key)) *flag = is_set(member);
        if (auto* const lifetime = lifetime_of(control, member.key)) {
            *lifetime = integer_of(member);
            if (!*lifetime) return {};
        }
    }
    return control;
}

}  // namespace

bool is_targeted_field(std::string_view name)
{
    constexpr std::string_view ending = "-Cache-Control";
    const std::size_t begin = name.size() - std::min(name.size(), ending.size());
    return equal_ignoring_case(name.substr(begin), ending) ||
           equal_ignoring_case(name, "Surrogate-Control");
}

void remove_targeted_fields(Headers& headers)
{
    headers.remove_if([](const Headers::Field& field) { return is_targeted_field(field.name); });
}

std::optional<CacheControl> targeted_control(const Headers& headers)
{
    for (const std::string_view name :
         {own_targeted_field, std::string_view{"CDN-Cache-Control"}}) {
        const auto field = headers.joined(name);
        if (!field) continue;
        if (auto control = control_of(*field)) return control;
    }
    return {};
}

}  // namespace aspic
