#pragma once
// view<pattern>(function): a URL pattern and the function that answers it, checked against each
// other at compile time.
//
//     Page index(Request& request, std::string_view section, int page);
//     view<"/man/<section>/<int:page>">(index)

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <aspic/entries/forward_request.h>
#include <aspic/http/method.h>
#include <aspic/http/request.h>
#include <aspic/rendering/page.h>
#include <aspic/routing/captures.h>
#include <aspic/routing/path.h>
#include <aspic/routing/segment_match.h>
#include <aspic/routing/signature.h>
#include <aspic/site/result.h>
#include <aspic/site/route.h>
#include <aspic/site/view_check.h>
#include <aspic/site/view_traits.h>

namespace aspic {

namespace detail {

template <class PathType, class CaptureList>
inline constexpr bool captures_fit = false;

template <class PathType, class... C>
inline constexpr bool captures_fit<PathType, std::tuple<C...>> = [] {
    std::size_t at = 0;
    [[maybe_unused]] const auto fits = [&at]<class Capture>(std::type_identity<Capture>) {
        const SegmentKind kind = PathType::capture_kind(at++);
        return kind == SegmentKind::number ? std::is_same_v<Capture, int>
                                           : std::is_same_v<Capture, std::string_view>;
    };
    return (fits(std::type_identity<C>{}) && ...);
}();

template <class C>
C capture_value(std::string_view text)
{
    if constexpr (std::is_same_v<C, int>) {
        return to_int(text);
    } else {
        return text;
    }
}

/// Calls `view` with the request and the captures, converted to the types of its parameters.
template <class CaptureList, class View, class Req>
decltype(auto) call(const View& view, Req& request, const Captures& captures)
{
    return [&]<class... C, std::size_t... at>(std::type_identity<std::tuple<C...>> /*types*/,
                                              std::index_sequence<at...> /*positions*/)
               -> decltype(auto) { return view(request, capture_value<C>(captures[at])...); }(
                   std::type_identity<CaptureList>{},
                   std::make_index_sequence<std::tuple_size_v<CaptureList>>{});
}

template <class CaptureList, class Decorated>
CachedPage make_page(const Decorated& decorated)
{
    const auto& cached = decorated.cached();
    CachePolicy policy = cached.policy();
    policy.has_gate = has_gate<Decorated>;
    policy.sees_request = policy.has_gate || cached.bypass();
    return {.policy = policy,
            .make =
                [cached](ForwardRequest& visitor, const Captures& captures) {
                    return call<CaptureList>(
                        [&](ForwardRequest& asked, const auto&... values) {
                            return cached.make(asked, values...);
                        },
                        visitor, captures);
                },
            .bypass = cached.bypass()};
}

template <class PathType, class View>
Route make_route(View view)
{
    using Signature = SignatureOf<View>;
    using CaptureList = typename Signature::Captures;
    constexpr std::size_t count = std::tuple_size_v<CaptureList>;
    constexpr bool right_number = count == PathType::pattern.captures;
    static_assert(right_number,
                  "view: the pattern and the function do not have the same number of captures");
    if constexpr (right_number) {
        static_assert(captures_fit<PathType, CaptureList>,
                      "view: a capture <name> or <path:name> must be a std::string_view and "
                      "<int:name> an int, in the order of the pattern");
    }
    constexpr bool fragment_path = PathType::pattern.text.starts_with("/_");
    constexpr bool fragment_result = std::is_same_v<typename Signature::Result, Fragment>;
    static_assert(
        !fragment_path || fragment_result,
        "view: a path that starts with '/_' is for fragments; its function must return a Fragment");
    static_assert(fragment_path || !fragment_result,
                  "view: a function that returns a Fragment needs a path that starts with '/_'");

    static_assert(
        fragment_path || !private_lifetime_of<View>,
        "private_cache: only a fragment is kept for each visitor; use cache_page for a page");

    constexpr bool changes_something = [] {
        for (const Method method :
             {Method::post, Method::put, Method::patch, Method::delete_, Method::other}) {
            if (methods_of<View>.contains(method)) return true;
        }
        return false;
    }();
    static_assert(changes_something || !accepts_cross_site<View>,
                  "accept_cross_site: this view answers only GET, which every site may send; add "
                  "allow<Method::post>");
    static_assert(changes_something || !most_body_of<View>,
                  "allow_body: this view answers only GET, which has no body; add "
                  "allow<Method::post>");

    constexpr bool forwards =
        std::is_same_v<std::remove_const_t<typename Signature::Request>, ForwardRequest>;
    static_assert(is_cached_view<View> || !forwards,
                  "view: a view that takes a ForwardRequest& needs cache_page<from_response>: it "
                  "always asks by GET");

    Route route{.pattern = PathType::pattern,
                .methods = methods_of<View>,
                .is_fragment = fragment_path,
                .private_lifetime = private_lifetime_of<View>,
                .accepts_cross_site = accepts_cross_site<View>,
                .most_body = most_body_of<View>};
    if constexpr (is_cached_view<View>) route.page = make_page<CaptureList>(view);
    if constexpr (!is_cached_view<View> || has_gate<View>) {
        auto& run = is_cached_view<View> ? route.gate : route.answer;
        run = [view = std::move(view)](Request& request, const Captures& captures) -> Result {
            if constexpr (std::is_base_of_v<PublicRequest, typename Signature::Request>) {
                Inputs unused;
                ForwardRequest visitor{request, unused};
                return call<CaptureList>(view, visitor, captures);
            } else {
                if constexpr (is_undecorated<View>) request.note_view();
                return call<CaptureList>(view, request, captures);
            }
        };
    }
    return route;
}

template <class PathType, class View>
Route checked_route(View view)
{
    if constexpr (is_view<View>()) {
        return make_route<PathType>(std::move(view));
    } else {
        return {.pattern = PathType::pattern};
    }
}

}  // namespace detail

/// `where` is the place of the call, for the error page of debug mode.
template <FixedString pattern, class View>
Route view(View function, CodePlace where = CodePlace::here())
{
    Route route = detail::checked_route<Path<pattern>>(std::move(function));
    route.where = where;
    return route;
}

/// The same for a named Path, whose URL can be printed.
template <auto path, class View>
Route view(View function, CodePlace where = CodePlace::here()) requires requires
{
    path.pattern;
}
{
    Route route = detail::checked_route<std::remove_cv_t<decltype(path)>>(std::move(function));
    route.where = where;
    return route;
}

}  // namespace aspic
