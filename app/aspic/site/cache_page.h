#pragma once
// The decorator: cache_page<1h>(view) keeps the finished page for an hour.
//
// The view runs only if the cache has no page. Decorators around cache_page (signed_in, a site's
// own ones) are the route's gate: they run for each request, before the cache is asked. Decorators
// inside cache_page run with the view.

#include <chrono>
#include <concepts>
#include <functional>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aspic/base/seconds.h>
#include <aspic/entries/cache_policy.h>
#include <aspic/entries/forward_request.h>
#include <aspic/http/method.h>
#include <aspic/rendering/page.h>
#include <aspic/routing/signature.h>
#include <aspic/site/result.h>
#include <aspic/site/view_check.h>
#include <aspic/site/view_traits.h>

namespace aspic {

/// cache_page<1h>(view, unless(predicate)): the predicate sees the whole Request before the lookup.
/// If it returns true, the page is made for this request alone. It does not run if a page is made
/// without a visitor (to renew or to warm it).
template <class Predicate>
struct Unless {
    static_assert(std::is_invocable_r_v<bool, const Predicate&, Request&>,
                  "unless: the predicate must take a Request& and return a bool");
    Predicate predicate;
};
template <class Predicate>
Unless<Predicate> unless(Predicate predicate)
{
    return {std::move(predicate)};
}

namespace detail {

struct Never {
    bool operator()(Request& /*request*/) const { return false; }
};

template <class View, class Predicate, class... Captures>
class CachedView<View, Predicate, std::tuple<Captures...>> {
public:
    static constexpr Methods methods = methods_of<View>;
    static constexpr bool is_cached = true;

    CachedView(CachePolicy policy, View view, Predicate bypass)
        : policy_{policy}, view_{std::move(view)}, bypass_{std::move(bypass)}
    {
    }

    /// Decorators around it call this.
    FromCache operator()(Request& /*request*/, Captures... /*captures*/) const { return {}; }

    const CachedView& cached() const { return *this; }
    const CachePolicy& policy() const { return policy_; }
    Answer make(ForwardRequest& visitor, Captures... captures) const
    {
        return to_answer(view_(visitor, captures...));
    }
    std::function<bool(Request&)> bypass() const
    {
        if constexpr (std::is_same_v<Predicate, Never>) {
            return {};
        } else {
            return bypass_;
        }
    }

private:
    CachePolicy policy_;
    View view_;
    Predicate bypass_;
};

template <Seconds lifetime, auto... modifiers>
constexpr CachePolicy policy_of()
{
    static_assert(lifetime.count > 0, "cache_page: the lifetime must be at least one second");
    static_assert(
        (requires(CachePolicy & policy) { apply(policy, modifiers); } && ...),
        "cache_page: the lifetime may be followed by browser<...>, stale_while_revalidate<...>, "
        "stale_if_error<...> and for_authorized, and by nothing else");
    constexpr CachePolicy policy = [] {
        CachePolicy made{.lifetime = lifetime.value(), .browser_lifetime = lifetime.value()};
        (apply(made, modifiers), ...);
        return made;
    }();
    static_assert(policy.browser_lifetime.count() >= 0,
                  "cache_page: the browser's lifetime must not be negative");
    return policy;
}

template <class View, bool from_response>
consteval bool can_be_cached()
{
    if constexpr (is_view<View>()) {
        using Signature = SignatureOf<View>;
        using ViewRequest = std::remove_const_t<typename Signature::Request>;
        constexpr bool is_public = std::is_base_of_v<PublicRequest, ViewRequest>;
        constexpr bool forwards = std::is_same_v<ViewRequest, ForwardRequest>;
        static_assert(from_response || !forwards,
                      "cache_page: a view that takes a ForwardRequest& needs "
                      "cache_page<from_response>: only the response can say what its page depends "
                      "on. Or take a PublicRequest&.");
        static_assert(
            is_public,
            "cache_page: this view takes a Request&, so it can see who is asking. A cached "
            "page is the same for everyone: take a PublicRequest& instead, and put what "
            "belongs to one visitor into a fragment.");
        constexpr bool is_fragment = std::is_same_v<typename Signature::Result, Fragment>;
        static_assert(
            !is_fragment,
            "cache_page: a fragment belongs to one visitor and is never in the page cache.");
        constexpr bool in_pieces = is_sent_in_pieces<typename Signature::Result>;
        static_assert(
            !in_pieces,
            "cache_page: a File or a Stream is sent piece by piece and never kept: return "
            "a Page, a Json or a Response, or leave out cache_page");
        static_assert(!methods_of<View>.contains(Method::post),
                      "cache_page: a cached page answers only GET and HEAD; write another view for "
                      "the form.");
        return is_public && !is_fragment && !in_pieces && (from_response || !forwards);
    } else {
        return false;
    }
}

}  // namespace detail

template <Seconds lifetime, auto... modifiers, class View, class Predicate = detail::Never>
auto cache_page(View view, Unless<Predicate> bypass = {})
{
    if constexpr (detail::can_be_cached<View, false>()) {
        return detail::CachedView<View, Predicate, typename SignatureOf<View>::Captures>{
            detail::policy_of<lifetime, modifiers...>(), std::move(view),
            std::move(bypass.predicate)};
    } else {
        return detail::NotAView{};
    }
}

/// Rejects cache_page<3600>: the number has no unit.
template <std::integral auto number, auto... modifiers, class View, class Predicate = detail::Never>
auto cache_page(View /*view*/, Unless<Predicate> /*bypass*/ = {})
{
    static_assert(!std::is_same_v<View, View>,
                  "cache_page: the lifetime needs a unit: write cache_page<1h> or "
                  "cache_page<3600s>");
    return detail::NotAView{};
}

/// cache_page<from_response>(view): the response itself says how long it is kept. See FromResponse.
template <FromResponse, class View, class Predicate = detail::Never>
auto cache_page(View view, Unless<Predicate> bypass = {})
{
    if constexpr (detail::can_be_cached<View, true>()) {
        return detail::CachedView<View, Predicate, typename SignatureOf<View>::Captures>{
            CachePolicy{.from_response = true}, std::move(view), std::move(bypass.predicate)};
    } else {
        return detail::NotAView{};
    }
}

}  // namespace aspic
