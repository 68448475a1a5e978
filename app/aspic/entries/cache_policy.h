#pragma once
// How long a page is cached: the template arguments of cache_page. Values, compile time. If a
// view's response has a lifetime or directives of its own, the stricter of the two wins.

#include <chrono>
#include <optional>

#include <aspic/base/seconds.h>

namespace aspic {

struct CachePolicy {
    bool from_response = false;                // the response's own fields decide (RFC 9111)
    std::chrono::seconds lifetime{0};          // on the server
    std::chrono::seconds browser_lifetime{0};  // in browsers: Cache-Control: max-age
    // If absent, the server's option applies. If present, Cache-Control has it too (RFC 5861).
    std::optional<std::chrono::seconds> stale_while_revalidate{};
    std::optional<std::chrono::seconds> stale_if_error{};
    // A decorator decides for each request who may have the page: no other cache keeps it.
    bool has_gate = false;
    // A decorator or `unless` sees the whole request, so it may read parameters that the view does
    // not read.
    bool sees_request = false;
    bool for_authorized = false;  // may also answer requests with Authorization
};

/// cache_page<1h, browser<0s>>: one hour on the server; browsers revalidate each time (and get a
/// 304).
struct BrowserLifetime {
    Seconds lifetime;
};
template <Seconds lifetime>
inline constexpr BrowserLifetime browser{lifetime};

/// cache_page<1h, stale_while_revalidate<10min>>: for 10 minutes after its lifetime, the stale page
/// is served while it is rendered again.
struct StaleWhileRevalidate {
    Seconds lifetime;
};
template <Seconds lifetime>
inline constexpr StaleWhileRevalidate stale_while_revalidate{lifetime};

/// cache_page<1h, stale_if_error<24h>>: for 24 hours after its lifetime, the stale page is served
/// if its view fails.
struct StaleIfError {
    Seconds lifetime;
};
template <Seconds lifetime>
inline constexpr StaleIfError stale_if_error{lifetime};

/// cache_page<1h, for_authorized>: requests with an Authorization field get the same page, here and
/// from other caches (`public`).
struct ForAuthorized {};
inline constexpr ForAuthorized for_authorized{};

/// cache_page<from_response>: the response's own fields decide, as in any shared cache (RFC 9111):
/// its status, Cache-Control, Expires, Last-Modified, Age, Date and Vary. They are sent as they
/// are, and its ETag too. The page is served stale only for the times that the response states.
struct FromResponse {};
inline constexpr FromResponse from_response{};

namespace detail {

constexpr void apply(CachePolicy& policy, BrowserLifetime given)
{
    policy.browser_lifetime = given.lifetime.value();
}
constexpr void apply(CachePolicy& policy, StaleWhileRevalidate given)
{
    policy.stale_while_revalidate = given.lifetime.value();
}
constexpr void apply(CachePolicy& policy, StaleIfError given)
{
    policy.stale_if_error = given.lifetime.value();
}
constexpr void apply(CachePolicy& policy, ForAuthorized /*given*/)
{
    policy.for_authorized = true;
}

}  // namespace detail

}  // namespace aspic
