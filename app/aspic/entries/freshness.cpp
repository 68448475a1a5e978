#include <aspic/entries/freshness.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <system_error>

#include <aspic/base/syntax.h>
#include <aspic/entries/storability.h>
#include <aspic/http/cache_control.h>
#include <aspic/http/dates.h>

namespace aspic {

using std::chrono::seconds;

namespace {

// Returns the most specific targeted field for this cache. An empty field counts as absent (RFC
// 9213, section 2.1).
std::optional<std::string> targeted_field(const Headers& headers)
{
    for (const std::string_view name : {"Aspic-Cache-Control", "CDN-Cache-Control"}) {
        auto field = headers.joined(name);
        if (field && !syntax::trim(*field).empty()) return field;
    }
    return {};
}

// If there is a targeted field, this cache ignores the others (RFC 9213, section 2.2).
std::optional<std::string> deciding_field(const Headers& headers)
{
    auto targeted = targeted_field(headers);
    return targeted ? targeted : headers.joined("Cache-Control");
}

// RFC 9111, section 5.1: a malformed Age is ignored; one that is too large counts as the largest
// number (section 1.2.2).
seconds age_of(const Headers& headers)
{
    const std::string text{headers.get("Age").value_or("0")};
    std::int64_t age = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), age);
    if (end != text.data() + text.size() || text.starts_with('-')) return seconds{0};
    if (error == std::errc::result_out_of_range) return seconds::max();
    return error == std::errc{} ? seconds{age} : seconds{0};
}

// RFC 9111, section 4.2.1. A response without an explicit lifetime is not cached: no heuristics.
std::optional<seconds> stated_lifetime(const Headers& headers, const CacheControl& control,
                                       Time now)
{
    if (control.s_maxage) return control.s_maxage;
    if (control.max_age) return control.max_age;
    if (targeted_field(headers)) return {};
    const auto expires = headers.get("Expires");
    if (!expires) return {};
    const auto date = parse_date(*expires);
    if (!date) return seconds{0};
    return *date - parse_date(headers.get("Date").value_or("")).value_or(now);
}

Freshness by_response(RenderedAnswer& rendered, const FreshnessSettings& settings, Time now)
{
    const CacheControl control = CacheControl::parse(deciding_field(rendered.headers).value_or(""));
    const auto lifetime = stated_lifetime(rendered.headers, control, now);
    Freshness freshness;
    freshness.age = age_of(rendered.headers);
    if (!lifetime) {
        freshness.refused = "no-lifetime";
    } else if (*lifetime <= freshness.age) {
        freshness.refused = "not-fresh";
    } else {
        freshness.lifetime = *lifetime;
    }
    // RFC 9111, sections 4.2.4 and 5.2.2.10: s-maxage forbids serving stale pages, like
    // proxy-revalidate.
    const bool may_be_stale = !control.must_revalidate && !control.s_maxage;
    if (may_be_stale) {
        freshness.stale_while_revalidate =
            control.stale_while_revalidate.value_or(settings.stale_while_revalidate);
        freshness.stale_if_error = control.stale_if_error.value_or(settings.stale_if_error);
    }
    // RFC 9111, section 3.5.
    freshness.for_authorized = control.is_public || control.s_maxage || control.must_revalidate;
    rendered.headers.remove("Aspic-Cache-Control");
    return freshness;
}

Freshness by_policy(RenderedAnswer& rendered, const CachePolicy& policy,
                    const FreshnessSettings& settings, Time now)
{
    Freshness freshness{.lifetime = policy.lifetime,
                        .stale_while_revalidate =
                            policy.stale_while_revalidate.value_or(settings.stale_while_revalidate),
                        .stale_if_error = policy.stale_if_error.value_or(settings.stale_if_error),
                        .for_authorized = policy.for_authorized};
    seconds browser_lifetime = policy.browser_lifetime;
    if (is_negative(rendered.status)) {
        freshness.lifetime = std::min(freshness.lifetime, settings.negative_lifetime);
        browser_lifetime = std::min(browser_lifetime, settings.negative_lifetime);
    }
    std::string control = "public, max-age=" + std::to_string(browser_lifetime.count());
    const auto add = [&control](std::string_view directive, const std::optional<seconds>& time) {
        if (time)
            control.append(", ").append(directive).append("=").append(
                std::to_string(time->count()));
    };
    add("stale-while-revalidate", policy.stale_while_revalidate);
    add("stale-if-error", policy.stale_if_error);
    rendered.headers.set("Cache-Control", control);
    rendered.headers.set("Expires", format_date(now + browser_lifetime));
    return freshness;
}

}  // namespace

Freshness decide_freshness(RenderedAnswer& rendered, const CachePolicy& policy,
                           const FreshnessSettings& settings, Time now)
{
    const auto field = policy.from_response ? deciding_field(rendered.headers)
                                            : rendered.headers.joined("Cache-Control");
    if (const auto why = why_not_stored(rendered, field.value_or(""), settings.most_bytes);
        !why.empty()) {
        return {.refused = why};
    }
    Freshness freshness = policy.from_response ? by_response(rendered, settings, now)
                                               : by_policy(rendered, policy, settings, now);
    if (policy.has_gate) forbid_shared_caches(rendered.headers);
    freshness.lifetime = std::min(freshness.lifetime, settings.longest_lifetime);
    freshness.stale_while_revalidate =
        std::min(freshness.stale_while_revalidate, settings.longest_lifetime);
    freshness.stale_if_error = std::min(freshness.stale_if_error, settings.longest_lifetime);
    return freshness;
}

void shorten(Freshness& freshness, RenderedAnswer& rendered, seconds most, Time now)
{
    freshness.lifetime = std::min(freshness.lifetime, freshness.age + most);
    freshness.stale_while_revalidate = seconds{0};
    const auto control = CacheControl::parse(rendered.headers.joined("Cache-Control").value_or(""));
    const seconds browser_lifetime = std::min(control.max_age.value_or(most), most);
    rendered.headers.set("Cache-Control",
                         std::string{control.is_private ? "private" : "public"} +
                             ", max-age=" + std::to_string(browser_lifetime.count()));
    rendered.headers.set("Expires", format_date(now + browser_lifetime));
    rendered.headers.remove("CDN-Cache-Control");
}

}  // namespace aspic
