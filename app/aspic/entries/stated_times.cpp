#include <aspic/entries/stated_times.h>

#include <algorithm>
#include <string_view>

#include <aspic/base/syntax.h>
#include <aspic/http/dates.h>
#include <aspic/http/delta_seconds.h>

namespace aspic {

using std::chrono::seconds;

namespace {

seconds age_field(const Headers& headers)
{
    std::string_view rest = headers.get("Age").value_or("");
    return delta_seconds(syntax::trim(syntax::take_until(rest, ',')));
}

}  // namespace

Time date_of(const Headers& headers, Time now)
{
    return parse_date(headers.get("Date").value_or("")).value_or(now);
}

seconds initial_age(const Headers& headers, std::chrono::milliseconds took, Time now)
{
    const seconds apparent = now - date_of(headers, now);
    const seconds corrected = age_field(headers) + std::chrono::round<seconds>(took);
    return std::clamp(std::max(apparent, corrected), seconds{0}, largest_delta);
}

std::optional<seconds> lifetime_by_expires(const Headers& headers, Time now)
{
    const auto first = headers.get("Expires");
    if (!first) return {};
    const auto expires = parse_date(*first);
    const bool is_valid =
        expires && std::all_of(headers.begin(), headers.end(), [&](const Headers::Field& field) {
            return !equal_ignoring_case(field.name, "Expires") ||
                   parse_date(field.value) == expires;
        });
    if (!is_valid) return seconds{0};
    return *expires - date_of(headers, now);
}

std::optional<seconds> heuristic_lifetime(const Headers& headers, Time now)
{
    const auto modified = parse_date(headers.get("Last-Modified").value_or(""));
    if (!modified) return {};
    return std::min((date_of(headers, now) - *modified) / 10, longest_heuristic_lifetime);
}

}  // namespace aspic
