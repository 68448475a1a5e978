#pragma once
// The decorators other than cache_page: which methods a view answers, who may see it, and the tool
// for a site's own decorators. They keep the request and capture types of the view, so it is still
// checked against its pattern.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <aspic/base/bytes.h>
#include <aspic/base/seconds.h>
#include <aspic/http/method.h>
#include <aspic/http/percent.h>
#include <aspic/http/response.h>
#include <aspic/routing/signature.h>
#include <aspic/site/cache_page.h>
#include <aspic/site/result.h>
#include <aspic/site/view_check.h>
#include <aspic/site/view_traits.h>
#include <aspic/site/way_back.h>

namespace aspic {

namespace detail {

/// What is known about a view without calling it.
template <class View>
struct TraitsOf {
    static constexpr Methods methods = methods_of<View>;
    static constexpr bool is_cached = is_cached_view<View>;
    static constexpr bool has_gate = aspic::has_gate<View>;
    static constexpr std::optional<std::chrono::seconds> private_lifetime =
        private_lifetime_of<View>;
    static constexpr bool accepts_cross_site = aspic::accepts_cross_site<View>;
    static constexpr std::optional<std::size_t> most_body = most_body_of<View>;
};

template <class View, Methods answered>
struct AllowingTraits : TraitsOf<View> {
    static constexpr Methods methods = answered;
};

template <class View, Seconds lifetime>
struct KeptTraits : TraitsOf<View> {
    static constexpr std::optional<std::chrono::seconds> private_lifetime = lifetime.value();
};

template <class View>
struct CrossSiteTraits : TraitsOf<View> {
    static constexpr bool accepts_cross_site = true;
};

template <class View, Bytes most>
struct BodyTraits : TraitsOf<View> {
    static constexpr std::optional<std::size_t> most_body = most.count;
};

template <class View>
struct GatedTraits : TraitsOf<View> {
    static constexpr bool has_gate = is_cached_view<View>;
};

/// The view with its request and captures, as a decorator calls it.
template <class View, class R, class Req, class... Captures>
class BoundView {
public:
    BoundView(const View& view, Req& request, const Captures&... captures)
        : view_{view}, request_{request}, captures_{captures...}
    {
    }
    R operator()() const
    {
        if constexpr (is_undecorated<View> && std::is_same_v<Req, Request>) request_.note_view();
        return std::apply([&](const Captures&... captures) { return view_(request_, captures...); },
                          captures_);
    }

private:
    const View& view_;
    Req& request_;
    std::tuple<const Captures&...> captures_;
};

/// What the function around a view returns; void if it cannot be called.
template <class Around, class Req, class Bound>
struct AroundResult {
    using Type = void;
};
template <class Around, class Req, class Bound>
requires std::is_invocable_v<const Around&, Req&, Bound>
struct AroundResult<Around, Req, Bound> {
    using Type = std::invoke_result_t<const Around&, Req&, Bound>;
};

template <class View, class Around, class Traits, class R, class Req, class CaptureList>
class Decorated;

template <class View, class Around, class Traits, class R, class Req, class... Captures>
class Decorated<View, Around, Traits, R, Req, std::tuple<Captures...>> : public Traits {
    using Bound = BoundView<View, R, Req, Captures...>;

public:
    using IsDecorated = void;
    static constexpr bool is_callable = std::is_invocable_v<const Around&, Req&, Bound>;
    using Answered = typename AroundResult<Around, Req, Bound>::Type;

    Decorated(View view, Around around) : view_{std::move(view)}, around_{std::move(around)} {}

    /// The cached view inside.
    const auto& cached() const requires is_cached_view<View> { return view_.cached(); }

    Answered operator()(Req& request, Captures... captures) const
    {
        return around_(request, Bound{view_, request, captures...});
    }

private:
    View view_;
    Around around_;
};

template <class Traits, class View, class Around>
auto decorated(View view, Around around)
{
    if constexpr (!is_view<View>()) {
        return NotAView{};
    } else {
        using Signature = SignatureOf<View>;
        return Decorated<View, Around, Traits, typename Signature::Result,
                         typename Signature::Request, typename Signature::Captures>{
            std::move(view), std::move(around)};
    }
}

struct JustCall {
    auto operator()(auto& /*request*/, auto&& view) const { return view(); }
};

}  // namespace detail

/// A site's own decorator: `around(request, view)` runs in place of the view, and calls `view()` to
/// run it. It may return the result of view(), or another answer; the decorated view returns the
/// same. It runs on many threads at once.
///
///     auto logged = [](auto view) {
///         return decorate(view, [](auto& request, auto&& view) {
///             note(request.path());
///             return view();
///         });
///     };
///     auto on_weekdays = [](auto view) {
///         return decorate(view, [](auto& request, auto&& view) -> Result {
///             if (is_weekend()) return redirect(closed_path());
///             return view();
///         });
///     };
///
/// Around a cached page, it runs for each request, before the cache is asked. It runs again for a
/// request that had to wait before its answer. It does not run if the page is renewed or warmed
/// without a visitor. view() returns a FromCache: the request may have the page. The function
/// cannot change the page, but it can set fields of the answer (FromCache::header). To change the
/// page, decorate the view inside cache_page. The page's view runs after view() has returned, so
/// view() does not throw its errors. If it changes the session, the visitor gets a copy of the page
/// with the session's cookies. Only browsers may keep the page: other caches do not know who may
/// have it.
template <class View, class Around>
auto decorate(View view, Around around)
{
    if constexpr (!detail::is_view<View>()) {
        return detail::NotAView{};
    } else {
        using Traits = detail::GatedTraits<View>;
        using Made = decltype(detail::decorated<Traits>(std::move(view), std::move(around)));
        static_assert(Made::is_callable,
                      "decorate: the function around a view is called with the request and view: "
                      "[](auto& request, auto&& view) { return view(); }");
        constexpr bool is_right = Made::is_callable && detail::is_answer<typename Made::Answered>;
        static_assert(
            is_right || !Made::is_callable,
            "decorate: the function around a view returns a Response, a Page, what view() "
            "gave, or a Result, which is any of them");
        if constexpr (is_right) {
            return detail::decorated<Traits>(std::move(view), std::move(around));
        } else {
            return detail::NotAView{};
        }
    }
}

/// Sets the methods that the view answers; all others get a 405 (unknown ones a 501). GET includes
/// HEAD. Method::other stands for all methods that the library does not know, except TRACE and
/// CONNECT, which never reach a view; Request::method_name says which one it is. They count as
/// methods that change something: they must come from this site, and if they succeed, the cached
/// page at their path is purged.
template <Method first, Method... more, class View>
auto allow(View view)
{
    constexpr Methods answered{first, more...};
    static_assert(
        !is_cached_view<View> || (answered.contains(Method::get) &&
                                  ((first == Method::get || first == Method::head) && ... &&
                                   (more == Method::get || more == Method::head))),
        "allow: a cached page answers only GET and HEAD; write another view for the form.");
    using Traits = detail::AllowingTraits<View, Methods{first, more...}>;
    return detail::decorated<Traits>(std::move(view), detail::JustCall{});
}

/// Each visitor's browser keeps the fragment for this time and does not ask for it again, unless
/// something that fragments show has changed (Session::changed). Without this decorator, a page
/// shows the browser's copy and asks each time if it is still right. Use 0s for a fragment that is
/// different each time: while the page asks, it shows the last content that this visitor saw on any
/// page, marked as busy.
template <Seconds lifetime, class View>
auto private_cache(View view)
{
    static_assert(lifetime.count >= 0, "private_cache: the lifetime must not be negative");
    using Traits = detail::KeptTraits<View, lifetime>;
    return detail::decorated<Traits>(std::move(view), detail::JustCall{});
}

/// Takes a body of up to `most`, instead of --max-body. A larger one gets 413. A large body is on
/// disk, not in memory, and waits there until it is complete without a thread. After
/// --receive-timeout, its sender must have been faster than 16 KiB a second on average, and must
/// not have paused for that time.
///
///     view<"/covers">(allow<Method::post>(allow_body<32_MiB>(add_cover)))
///
/// The front end has a limit of its own (deploy/).
template <Bytes most, class View>
auto allow_body(View view)
{
    using Traits = detail::BodyTraits<View, most>;
    return detail::decorated<Traits>(std::move(view), detail::JustCall{});
}

/// Takes requests that change something from pages of other sites too, and from programs: for
/// webhooks, for an API whose clients bring their own proof (a signature, a token), for sign-in
/// services that send a form. The view must check that proof itself. A cookie is none, nor is the
/// user name and password of Basic authentication, because a browser adds both to a form of any
/// site.
///
/// If the request may come from another site, the view sees a guest: it has no cookies, and
/// session() is empty. A change of the session is an error then (500, with a line in the log),
/// because it would replace the session of a visitor who knows nothing of it. To sign in a visitor
/// whom another site has sent, redirect to a page of this site with a code that is used once.
///
/// Without this decorator, such a request is refused (403) and logged. A program that sends no
/// cookies does not need it: see sessions/cross_site_guard.h.
template <class View>
auto accept_cross_site(View view)
{
    using Traits = detail::CrossSiteTraits<View>;
    return detail::decorated<Traits>(std::move(view), detail::JustCall{});
}

/// Only for visitors who are signed in. Others are redirected to `sign_in_path`, with the address
/// to return to in ?next=, which local_path() reads safely. After a form was sent, that is the page
/// of this site that it was on, because a browser that comes back does not send it again.
template <auto sign_in_path, class View>
auto signed_in(View view)
{
    if constexpr (!detail::is_view<View>()) {
        return detail::NotAView{};
    } else {
        constexpr bool sees_visitor = std::is_same_v<typename SignatureOf<View>::Request, Request>;
        static_assert(
            sees_visitor,
            "signed_in: this view takes a PublicRequest&, so it cannot see who is asking. "
            "Take a Request& instead.");
        const auto around = [](Request& request, auto&& inner) -> Result {
            if (request.session().signed_in()) return inner();
            return redirect(sign_in_path() + "?next=" + percent_encode(detail::way_back(request)));
        };
        if constexpr (sees_visitor) {
            return decorate(std::move(view), around);
        } else {
            return detail::NotAView{};
        }
    }
}

}  // namespace aspic
