#pragma once
// A route: which paths and methods it answers, and how. Values: complete before the server starts,
// then read by any thread.

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

#include <aspic/base/code_place.h>
#include <aspic/entries/cache_policy.h>
#include <aspic/entries/forward_request.h>
#include <aspic/http/method.h>
#include <aspic/http/request.h>
#include <aspic/rendering/page.h>
#include <aspic/routing/captures.h>
#include <aspic/routing/pattern.h>
#include <aspic/site/result.h>

namespace aspic {

/// A page that may come from the cache, and how it is made if it does not.
struct CachedPage {
    CachePolicy policy;
    std::function<Answer(ForwardRequest&, const Captures&)> make;
    /// From unless(...): true sends the request past the cache. Empty: no request goes past it.
    std::function<bool(Request&)> bypass{};
};

/// Has either `answer`, or `page` and perhaps a `gate` before it.
struct Route {
    Pattern pattern;
    Methods methods;
    CodePlace where{};  // the line of its view<...>(...)
    bool is_fragment = false;
    /// For a fragment, in a visitor's browser.
    std::optional<std::chrono::seconds> private_lifetime{};
    /// Takes requests that may come from other sites.
    bool accepts_cross_site = false;
    /// The largest body; absent: what the server allows.
    std::optional<std::size_t> most_body{};

    /// A view that is not cached, with all its decorators.
    std::function<Result(Request&, const Captures&)> answer{};

    std::optional<CachedPage> page{};
    /// The decorators around a cached page. They run for each request, before the cache is asked;
    /// if they return FromCache, the request may have the page. They do not run if a page is made
    /// without a visitor (to renew or to warm it). Empty: there are none.
    std::function<Result(Request&, const Captures&)> gate{};

    bool is_cached() const { return page.has_value(); }
};

}  // namespace aspic
