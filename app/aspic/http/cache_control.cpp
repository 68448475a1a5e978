#include <aspic/http/cache_control.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

/// Removes the first member of a comma-separated list and returns it. A comma inside a quoted
/// string does not end the member.
std::string_view take_member(std::string_view& rest)
{
    bool quoted = false;
    std::size_t i = 0;
    for (; i < rest.size(); ++i) {
        if (quoted && rest[i] == '\\') {
            ++i;
        } else if (rest[i] == '"') {
            quoted = !quoted;
        } else if (rest[i] == ',' && !quoted) {
            break;
        }
    }
    const auto member = rest.substr(0, i);
    rest.remove_prefix(std::min(rest.size(), i + 1));
    return syntax::trim(member);
}

/// delta-seconds (RFC 9111, section 1.2.2). A number that is too large counts as 2^31. Text that is
/// not a number counts as 0 (already stale).
std::chrono::seconds delta_seconds(std::string_view text)
{
    constexpr std::chrono::seconds largest{1LL << 31U};
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    if (text.empty() || !std::ranges::all_of(text, syntax::is_digit)) return {};
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return largest;
    return std::min(std::chrono::seconds{number}, largest);
}

/// If a directive is given twice, the shorter time counts (RFC 9111, section 4.2.1).
void shorten(std::optional<std::chrono::seconds>& known, std::chrono::seconds given)
{
    known = known ? std::min(*known, given) : given;
}

void remove_targeted_fields(Headers& headers)
{
    std::vector<std::string> found;
    for (const auto& [name, value] : headers) {
        if (is_targeted_field(name)) found.push_back(name);
    }
    for (const std::string& name : found)
        headers.remove(name);
}

}  // namespace

CacheControl CacheControl::parse(std::string_view field)
{
    CacheControl control;
    while (!field.empty()) {
        std::string_view argument = take_member(field);
        const std::string_view name = syntax::trim(syntax::take_until(argument, '='));
        argument = syntax::trim(argument);
        if (equal_ignoring_case(name, "no-store")) {
            control.no_store = true;
        } else if (equal_ignoring_case(name, "no-cache")) {
            control.no_cache = true;
        } else if (equal_ignoring_case(name, "private")) {
            control.is_private = true;
        } else if (equal_ignoring_case(name, "public")) {
            control.is_public = true;
        } else if (equal_ignoring_case(name, "must-revalidate") ||
                   equal_ignoring_case(name, "proxy-revalidate")) {
            control.must_revalidate = true;
        } else if (equal_ignoring_case(name, "stale-while-revalidate")) {
            shorten(control.stale_while_revalidate, delta_seconds(argument));
        } else if (equal_ignoring_case(name, "stale-if-error")) {
            shorten(control.stale_if_error, delta_seconds(argument));
        } else if (equal_ignoring_case(name, "max-age")) {
            shorten(control.max_age, delta_seconds(argument));
        } else if (equal_ignoring_case(name, "s-maxage")) {
            shorten(control.s_maxage, delta_seconds(argument));
        }
    }
    return control;
}

bool is_targeted_field(std::string_view name)
{
    constexpr std::string_view ending = "-Cache-Control";
    const std::size_t begin = name.size() - std::min(name.size(), ending.size());
    return equal_ignoring_case(name.substr(begin), ending) ||
           equal_ignoring_case(name, "Surrogate-Control");
}

void make_private(Headers& headers)
{
    remove_targeted_fields(headers);
    headers.remove("Expires");
    headers.set("Cache-Control", "private, no-cache");
}

void forbid_shared_caches(Headers& headers)
{
    remove_targeted_fields(headers);
    std::string control = "private";
    const std::string given = headers.joined("Cache-Control").value_or("");
    for (std::string_view rest = given; !rest.empty();) {
        const std::string_view member = take_member(rest);
        const std::string_view name = syntax::trim(member.substr(0, member.find('=')));
        const bool is_for_shared_caches =
            equal_ignoring_case(name, "public") || equal_ignoring_case(name, "private") ||
            equal_ignoring_case(name, "s-maxage") || equal_ignoring_case(name, "proxy-revalidate");
        if (!member.empty() && !is_for_shared_caches) control.append(", ").append(member);
    }
    headers.set("Cache-Control", control);
}

void keep_privately(Headers& headers, std::chrono::seconds time)
{
    headers.set("Cache-Control", "private, max-age=" + std::to_string(time.count()));
    headers.set("Vary", "Cookie");
}

bool varies_on_everything(std::string_view vary_field)
{
    while (!vary_field.empty()) {
        if (syntax::trim(syntax::take_until(vary_field, ',')) == "*") return true;
    }
    return false;
}

}  // namespace aspic
