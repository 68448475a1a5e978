#pragma once
// How long an answer is fresh, how long it is of use after that, and whether it may be kept at all:
// by the view's policy, or by the response's own fields as a shared cache reads them (RFC 9111, RFC
// 9213, RFC 5861). Pure functions.

#include <chrono>
#include <cstddef>
#include <string_view>

#include <aspic/base/clock.h>
#include <aspic/entries/cache_policy.h>
#include <aspic/rendering/rendered_answer.h>

namespace aspic {

struct FreshnessSettings {
    std::size_t most_bytes = std::size_t{8} << 20U;
    std::chrono::seconds negative_lifetime{60};  // of 404 and 410
    std::chrono::seconds longest_lifetime{30 * 86'400};
    std::chrono::seconds stale_while_revalidate{60};  // where the view says nothing
    std::chrono::seconds stale_if_error{3600};
};

struct Freshness {
    /// Why it is not kept, in a word for the log and Cache-Status; empty where it is.
    std::string_view refused{};
    std::chrono::seconds lifetime{0};
    std::chrono::seconds age{0};  // that the response came with
    std::chrono::seconds stale_while_revalidate{0};
    std::chrono::seconds stale_if_error{0};
    bool for_authorized = false;
};

/// Decides, and where it is kept writes the Cache-Control and Expires that are sent into the
/// rendered's fields.
Freshness decide_freshness(RenderedAnswer& rendered, const CachePolicy& policy,
                           const FreshnessSettings& settings, Time now);

/// Makes the lifetime at most `most`, here, in browsers and in other caches, with nothing served
/// stale while it is renewed.
void shorten(Freshness& freshness, RenderedAnswer& rendered, std::chrono::seconds most, Time now);

}  // namespace aspic
