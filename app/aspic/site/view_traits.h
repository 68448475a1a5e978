#pragma once
// What is known of a view without calling it: decorators say it in their types. Compile time only.

#include <chrono>
#include <optional>

#include <aspic/http/method.h>

namespace aspic {

/// The methods that a view answers: what allow<...> says, and GET (with HEAD) where nothing does.
template <class View>
inline constexpr Methods methods_of = [] {
    if constexpr (requires { View::methods; }) {
        return View::methods;
    } else {
        return Methods{Method::get};
    }
}();

/// True for a view that cache_page has decorated, at whatever depth.
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

/// How long a visitor's browser keeps what the view has made: what private_cache<...> says.
template <class View>
inline constexpr std::optional<std::chrono::seconds> private_lifetime_of =
    []() -> std::optional<std::chrono::seconds> {
    if constexpr (requires { View::private_lifetime; }) {
        return View::private_lifetime;
    } else {
        return {};
    }
}();

}  // namespace aspic
