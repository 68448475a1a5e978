#pragma once
// Decorators beside cache_page: which methods a view answers, who may see it, and the tool for a
// site's own. All keep the exact signature of what they wrap, so a view is still checked against
// its pattern.

#include <chrono>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aspic/base/seconds.h>
#include <aspic/http/method.h>
#include <aspic/http/percent.h>
#include <aspic/http/response.h>
#include <aspic/routing/signature.h>
#include <aspic/site/view.h>

namespace aspic {

namespace detail {

/// What is known of a view without calling it.
template <class View>
struct TraitsOf {
    static constexpr Methods methods = methods_of<View>;
    static constexpr bool is_cached = is_cached_view<View>;
    static constexpr std::optional<std::chrono::seconds> private_lifetime =
        private_lifetime_of<View>;
};

template <class View, Methods answered>
struct AllowingTraits : TraitsOf<View> {
    static constexpr Methods methods = answered;
};

template <class View, Seconds lifetime>
struct KeptTraits : TraitsOf<View> {
    static constexpr std::optional<std::chrono::seconds> private_lifetime = lifetime.value();
};

template <class View, class Around, class Traits, class R, class Req, class CaptureList>
class Decorated;

template <class View, class Around, class Traits, class R, class Req, class... Captures>
class Decorated<View, Around, Traits, R, Req, std::tuple<Captures...>> : public Traits {
public:
    Decorated(View view, Around around) : view_{std::move(view)}, around_{std::move(around)} {}

    const CachePolicy& policy() const requires is_cached_view<View> { return view_.policy(); }

    R operator()(Req& request, Captures... captures) const
    {
        return around_(request, [&] { return view_(request, captures...); });
    }

private:
    View view_;
    Around around_;
};

struct JustCall {
    auto operator()(auto& /*request*/, auto&& view) const { return view(); }
};

}  // namespace detail

/// A site's own decorator: `around(request, view)` runs in place of the view, and calls `view()` to
/// run it.
///
///     auto logged = [](auto view) {
///         return decorate(view, [](auto& request, auto&& view) {
///             note(request.path());
///             return view();
///         });
///     };
template <class View, class Around>
auto decorate(View view, Around around)
{
    using Signature = SignatureOf<View>;
    return detail::Decorated<View, Around, detail::TraitsOf<View>, typename Signature::Result,
                             typename Signature::Request, typename Signature::Captures>{
        std::move(view), std::move(around)};
}

/// The methods that the view answers; every other is answered by 405. GET brings HEAD with it.
template <Method first, Method... more, class View>
auto allow(View view)
{
    using Signature = SignatureOf<View>;
    static_assert(
        !is_cached_view<View> || (is_safe(first) && ... && is_safe(more)),
        "allow: a cached page answers only GET and HEAD; write another view for the form.");
    using Traits = detail::AllowingTraits<View, Methods{first, more...}>;
    return detail::Decorated<View, detail::JustCall, Traits, typename Signature::Result,
                             typename Signature::Request, typename Signature::Captures>{
        std::move(view), {}};
}

/// Each visitor's browser keeps the fragment for this time and does not ask for it again, unless
/// something that fragments show has changed (Session::changed). Without this, a page shows what
/// the browser has and asks each time whether that is still right. 0s is for what changes with each
/// view: a page shows the last content that this visitor saw on any page, marked as busy, while it
/// asks.
template <Seconds lifetime, class View>
auto private_cache(View view)
{
    using Signature = SignatureOf<View>;
    static_assert(lifetime.count >= 0, "private_cache: the lifetime must not be negative");
    using Traits = detail::KeptTraits<View, lifetime>;
    return detail::Decorated<View, detail::JustCall, Traits, typename Signature::Result,
                             typename Signature::Request, typename Signature::Captures>{
        std::move(view), {}};
}

/// Only for those who are signed in; others are sent to `sign_in_path`, with the way back in
/// ?next=.
template <auto sign_in_path, class View>
auto signed_in(View view)
{
    using Signature = SignatureOf<View>;
    static_assert(std::is_same_v<typename Signature::Request, Request>,
                  "signed_in: this view takes a PublicRequest&, so it cannot see who is asking. "
                  "Take a Request& instead.");
    const auto around = [](Request& request, auto&& inner) -> Result {
        if (request.session().signed_in()) return detail::to_result(inner());
        std::string way_back{request.path()};
        if (!request.raw_query().empty()) way_back.append("?").append(request.raw_query());
        return redirect(sign_in_path() + "?next=" + percent_encode(way_back));
    };
    return detail::Decorated<View, decltype(around), detail::TraitsOf<View>, Result, Request,
                             typename Signature::Captures>{std::move(view), around};
}

}  // namespace aspic
