#pragma once
// What is known about a view without calling it. Decorators declare it in their types. Compile time
// only.

#include <chrono>
#include <cstddef>
#include <optional>

#include <aspic/http/method.h>

namespace aspic {

/// The methods that a view answers: what allow<...> sets; otherwise GET (with HEAD).
template <class View>
inline constexpr Methods methods_of = [] {
    if constexpr (requires { View::methods; }) {
        return View::methods;
    } else {
        return Methods{Method::get};
    }
}();

/// True for a view that cache_page has decorated, at any depth.
template <class View>
inline constexpr bool is_cached_view = [] {
    if constexpr (requires { View::is_cached; }) {
        return View::is_cached;
    } else {
        return false;
    }
}();

/// True for a cached view around which a decorator runs for each request.
template <class View>
inline constexpr bool has_gate = [] {
    if constexpr (requires { View::has_gate; }) {
        return View::has_gate;
    } else {
        return false;
    }
}();

/// False for what a decorator has made of a view.
template <class View>
inline constexpr bool is_undecorated = !requires
{
    typename View::IsDecorated;
};

/// How long a visitor's browser keeps the fragment: what private_cache<...> sets.
template <class View>
inline constexpr std::optional<std::chrono::seconds> private_lifetime_of =
    []() -> std::optional<std::chrono::seconds> {
    if constexpr (requires { View::private_lifetime; }) {
        return View::private_lifetime;
    } else {
        return {};
    }
}();

/// True for a view that takes requests from other sites: what accept_cross_site sets.
template <class View>
inline constexpr bool accepts_cross_site = [] {
    if constexpr (requires { View::accepts_cross_site; }) {
        return View::accepts_cross_site;
    } else {
        return false;
    }
}();

/// The largest body that the view takes: what allow_body<...> sets.
template <class View>
inline constexpr std::optional<std::size_t> most_body_of = []() -> std::optional<std::size_t> {
    if constexpr (requires { View::most_body; }) {
        return View::most_body;
    } else {
        return {};
    }
}();

}  // namespace aspic
