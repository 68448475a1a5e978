#include <aspic/entries/freshness.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <aspic/entries/stated_times.h>
#include <aspic/entries/storability.h>
#include <aspic/http/cache_control.h>
#include <aspic/http/dates.h>
#include <aspic/http/targeted_field.h>

namespace aspic {

using std::chrono::seconds;

namespace {

/// What a response says to this cache.
struct Statement {
    CacheControl control;  // of the field that decides
    std::optional<seconds> lifetime;
    seconds age;
};

Statement statement_of(const Headers& headers, std::chrono::milliseconds took, Time now)
{
    const auto targeted = targeted_control(headers);
    Statement said{.control = targeted ? *targeted : CacheControl::of(headers),
                   .lifetime = {},
                   .age = initial_age(headers, took, now)};
    // RFC 9111, section 4.2.1.
    said.lifetime = said.control.s_maxage ? said.control.s_maxage : said.control.max_age;
    if (!said.lifetime && !targeted) said.lifetime = lifetime_by_expires(headers, now);
    return said;
}

Freshness by_response(const RenderedAnswer& rendered, const Statement& said,
                      const FreshnessSettings& settings, Time now)
{
    auto lifetime = said.lifetime;
    if (!lifetime) lifetime = heuristic_lifetime(rendered.headers, now);
    if (!lifetime) return {.refused = "no-lifetime"};
    Freshness freshness{.lifetime = *lifetime - said.age, .keeps_validators = true};
    if (is_negative(rendered.status))
        freshness.lifetime = std::min(freshness.lifetime, settings.negative_lifetime);
    if (said.control.may_be_stale()) {
        freshness.stale_while_revalidate = said.control.stale_while_revalidate.value_or(seconds{0});
        freshness.stale_if_error = said.control.stale_if_error.value_or(seconds{0});
    }
    // RFC 9111, section 3.5.
    freshness.for_authorized =
        said.control.is_public || said.control.s_maxage || said.control.must_revalidate;
    return freshness;
}

std::optional<seconds> shorter(const std::optional<seconds>& one,
                               const std::optional<seconds>& other)
{
    if (!one || !other) return one ? one : other;
    return std::min(*one, *other);
}

void append(std::string& control, std::string_view directive, const std::optional<seconds>& time)
{
    if (!time) return;
    control.append(control.empty() ? "" : ", ").append(directive);
    control.append("=").append(std::to_string(time->count()));
}

// Replaces the lifetimes for browsers and other caches, and keeps what else the response says.
void set_lifetimes(Headers& headers, std::string control, seconds browser_lifetime, Time now)
{
    constexpr std::array<std::string_view, 5> replaced{"public", "max-age", "s-maxage",
                                                       "stale-while-revalidate", "stale-if-error"};
    const std::string others = other_directives(headers, replaced);
    if (!others.empty()) control.append(", ").append(others);
    headers.set("Cache-Control", control);
    headers.set("Expires", format_date(date_of(headers, now) + browser_lifetime));
}

// `most`: the longest lifetime here, for this status.
void tell_others(Headers& headers, const CachePolicy& policy, seconds most, Time now)
{
    const CacheControl said = CacheControl::of(headers);
    // A targeted field may let us keep what browsers and other caches must not.
    if (said.forbids_sharing()) return;
    const auto own = said.max_age ? said.max_age : lifetime_by_expires(headers, now);
    seconds browser_lifetime = std::min(policy.browser_lifetime, most);
    if (own) browser_lifetime = std::clamp(*own, seconds{0}, browser_lifetime);
    // `public` lets requests with Authorization have the page (RFC 9111, section 5.2.2.9).
    std::string control = policy.for_authorized ? "public" : "";
    append(control, "max-age", browser_lifetime);
    if (said.s_maxage)
        append(control, "s-maxage", std::min({*said.s_maxage, policy.lifetime, most}));
    if (said.may_be_stale()) {
        append(control, "stale-while-revalidate",
               shorter(policy.stale_while_revalidate, said.stale_while_revalidate));
        append(control, "stale-if-error", shorter(policy.stale_if_error, said.stale_if_error));
    }
    set_lifetimes(headers, std::move(control), browser_lifetime, now);
}

Freshness by_policy(RenderedAnswer& rendered, const Statement& said, const CachePolicy& policy,
                    const FreshnessSettings& settings, Time now)
{
    const seconds most = is_negative(rendered.status) ? settings.negative_lifetime : seconds::max();
    Freshness freshness{.lifetime = std::min(policy.lifetime, most),
                        .for_authorized = policy.for_authorized};
    if (said.lifetime) freshness.lifetime = std::min(freshness.lifetime, *said.lifetime - said.age);
    if (freshness.lifetime <= seconds{0}) return freshness;
    if (said.control.may_be_stale()) {
        freshness.stale_while_revalidate =
            shorter(policy.stale_while_revalidate, said.control.stale_while_revalidate)
                .value_or(settings.stale_while_revalidate);
        freshness.stale_if_error = shorter(policy.stale_if_error, said.control.stale_if_error)
                                       .value_or(settings.stale_if_error);
    }
    tell_others(rendered.headers, policy, most, now);
    return freshness;
}

}  // namespace

Freshness decide_freshness(RenderedAnswer& rendered, const CachePolicy& policy,
                           const FreshnessSettings& settings, Time now,
                           std::chrono::milliseconds took)
{
    const Statement said = statement_of(rendered.headers, took, now);
    const bool no_transform =
        said.control.no_transform || CacheControl::of(rendered.headers).no_transform;
    const std::string own_field = rendered.headers.joined(own_targeted_field).value_or("");
    rendered.headers.remove(own_targeted_field);
    const auto why =
        why_not_stored(rendered, said.control, said.lifetime.has_value(), settings.most_bytes);
    const Freshness not_fresh{.refused = why.empty() ? "not-fresh" : why,
                              .age = said.age,
                              .no_transform = no_transform,
                              .may_be_revalidated = !policy.has_gate,
                              .own_targeted_field = own_field};
    if (why == "no-cache") {
        CacheControl others = said.control;
        others.no_cache = false;
        const bool is_all =
            why_not_stored(rendered, others, said.lifetime.has_value(), settings.most_bytes)
                .empty();
        return is_all ? not_fresh : Freshness{.refused = why};
    }
    if (!why.empty()) return {.refused = why};
    // A server error is a failure, and no page, unless it says how long it is fresh.
    if (!policy.from_response && !said.lifetime && rendered.status >= 500)
        return {.refused = "status"};
    Freshness freshness = policy.from_response ? by_response(rendered, said, settings, now)
                                               : by_policy(rendered, said, policy, settings, now);
    if (!freshness.refused.empty() || freshness.lifetime <= seconds{0}) {
        Freshness refused = not_fresh;
        if (!freshness.refused.empty()) refused.refused = freshness.refused;
        return refused;
    }
    if (policy.has_gate) forbid_shared_caches(rendered.headers);
    freshness.age = said.age;
    freshness.no_transform = no_transform;
    freshness.own_targeted_field = own_field;
    freshness.lifetime = std::min(freshness.lifetime, settings.longest_lifetime);
    freshness.stale_while_revalidate =
        std::min(freshness.stale_while_revalidate, settings.longest_lifetime);
    freshness.stale_if_error = std::min(freshness.stale_if_error, settings.longest_lifetime);
    return freshness;
}

void shorten(Freshness& freshness, RenderedAnswer& rendered, seconds most, Time now)
{
    freshness.lifetime = std::min(freshness.lifetime, most);
    freshness.stale_while_revalidate = seconds{0};
    const auto control = CacheControl::of(rendered.headers);
    const seconds browser_lifetime = std::min(control.max_age.value_or(most), most);
    set_lifetimes(rendered.headers, "max-age=" + std::to_string(browser_lifetime.count()),
                  browser_lifetime, now);
    remove_targeted_fields(rendered.headers);
}

}  // namespace aspic
