#pragma once
// Decides whether an answer may be cached, how long it is fresh, and how long it may be served
// stale. Under cache_page<ttl> the view's policy and the response's own fields decide together: the
// stricter of the two wins. Under cache_page<from_response> the fields decide alone, as in any
// shared cache (RFC 9111, RFC 9213, RFC 5861). Pure functions.

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include <aspic/base/clock.h>
#include <aspic/entries/cache_policy.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

struct FreshnessSettings {
    std::size_t most_bytes = std::size_t{8} << 20U;
    std::chrono::seconds negative_lifetime{60};  // for 404 and 410, whatever the response says
    std::chrono::seconds longest_lifetime{30 * 86'400};
    // Under cache_page<ttl>, if neither the view nor its response says something.
    std::chrono::seconds stale_while_revalidate{60};
    std::chrono::seconds stale_if_error{3600};
};

struct Freshness {
    /// Why the answer is not cached, as a word for the log and Cache-Status; empty if it is cached.
    std::string_view refused{};
    std::chrono::seconds lifetime{0};  // from now on
    std::chrono::seconds age{0};       // now
    std::chrono::seconds stale_while_revalidate{0};
    std::chrono::seconds stale_if_error{0};
    bool for_authorized = false;
    bool keeps_validators = false;  // the response's own ETag and Last-Modified are sent
    bool no_transform = false;      // no coded copies
    /// Only freshness is missing: the answer may be kept and revalidated (RFC 9111, section 4.3).
    bool may_be_revalidated = false;
    /// The value of Aspic-Cache-Control, which is stored and not sent; empty: there is none.
    std::string own_targeted_field{};
};

/// Decides. `took` is the time that the view took: the answer is that much older (RFC 9111, section
/// 4.2.3). An answer that is not cached keeps its fields. For one that is cached under
/// cache_page<ttl>, this also sets Cache-Control and Expires for browsers and other caches. In any
/// case, it removes Aspic-Cache-Control.
Freshness decide_freshness(RenderedAnswer& rendered, const CachePolicy& policy,
                           const FreshnessSettings& settings, Time now,
                           std::chrono::milliseconds took = {});

/// Limits the lifetime to `most`, here, in browsers and in other caches. The page is not served
/// stale while it is rendered again.
void shorten(Freshness& freshness, RenderedAnswer& rendered, std::chrono::seconds most, Time now);

}  // namespace aspic
