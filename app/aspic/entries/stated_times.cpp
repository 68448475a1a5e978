#include <aspic/entries/stated_times.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <system_error>

#include <aspic/base/syntax.h>
#include <aspic/http/dates.h>

namespace aspic {

using std::chrono::seconds;

namespace {

constexpr seconds largest{1LL << 31U};  // RFC 9111, section 1.2.2

seconds age_field(const Headers& headers)
{
    std::string_view rest = headers.get("Age").value_or("");
    const std::string_view text = syntax::trim(syntax::take_until(rest, ','));
    if (text.empty() || !std::all_of(text.begin(), text.end(), syntax::is_digit)) return {};
    std::int64_t age = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), age);
    return error == std::errc{} ? std::min(seconds{age}, largest) : largest;
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
    return std::clamp(std::max(apparent, corrected), seconds{0}, largest);
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
