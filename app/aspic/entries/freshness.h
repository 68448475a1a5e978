#pragma once
// Decides whether an answer may be cached, how long it is fresh, and how long it may be served
// stale: by the view's policy, or by the response's own fields as in any shared cache (RFC 9111,
// RFC 9213, RFC 5861). Pure functions.

#include <chrono>
#include <cstddef>
#include <string_view>

#include <aspic/base/clock.h>
#include <aspic/entries/cache_policy.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

struct FreshnessSettings {
    std::size_t most_bytes = std::size_t{8} << 20U;
    std::chrono::seconds negative_lifetime{60};  // for 404 and 410
    std::chrono::seconds longest_lifetime{30 * 86'400};
    std::chrono::seconds stale_while_revalidate{60};  // if the view says nothing
    std::chrono::seconds stale_if_error{3600};
};

struct Freshness {
    /// Why the answer is not cached, as a word for the log and Cache-Status; empty if it is cached.
    std::string_view refused{};
    std::chrono::seconds lifetime{0};
    std::chrono::seconds age{0};  // of the response when it arrived
    std::chrono::seconds stale_while_revalidate{0};
    std::chrono::seconds stale_if_error{0};
    bool for_authorized = false;
};

/// Decides. If the answer is cached, also sets its Cache-Control and Expires fields for browsers
/// and other caches.
Freshness decide_freshness(RenderedAnswer& rendered, const CachePolicy& policy,
                           const FreshnessSettings& settings, Time now);

/// Limits the lifetime to `most`, here, in browsers and in other caches. The page is not served
/// stale while it is rendered again.
void shorten(Freshness& freshness, RenderedAnswer& rendered, std::chrono::seconds most, Time now);

}  // namespace aspic
