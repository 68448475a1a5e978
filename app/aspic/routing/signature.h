#pragma once
// The signature of a view, read from its type: its result, request and captures. Compile time only.

#include <chrono>
#include <optional>
#include <tuple>
#include <type_traits>

#include <aspic/http/method.h>

namespace aspic {

namespace detail {

template <class F>
struct CallSignature {
    static_assert(std::is_void_v<F>,
                  "view: the first parameter of a view is a Request& or PublicRequest&; the "
                  "captures follow it");
    using Result = void;
    using Request = void;
    using Captures = std::tuple<>;
};

template <class R, class Req, class... C>
struct CallSignature<R(Req&, C...)> {
    using Result = R;
    using Request = Req;
    using Captures = std::tuple<C...>;
};

template <class F>
struct MemberSignature;

template <class Class, class R, class... A, bool quiet>
struct MemberSignature<R (Class::*)(A...) const noexcept(quiet)> : CallSignature<R(A...)> {
};
template <class Class, class R, class... A, bool quiet>
struct MemberSignature<R (Class::*)(A...) noexcept(quiet)> : CallSignature<R(A...)> {
};

}  // namespace detail

/// Result, Request (without its reference) and Captures (a tuple) of a function, a lambda or a
/// decorated view.
template <class View>
struct SignatureOf : detail::MemberSignature<decltype(&View::operator())> {
};
template <class R, class... A, bool quiet>
struct SignatureOf<R (*)(A...) noexcept(quiet)> : detail::CallSignature<R(A...)> {
};

/// The methods that a view answers: those of allow<...>, otherwise GET (with HEAD).
template <class View>
inline constexpr Methods methods_of = [] {
    if constexpr (requires { View::methods; }) {
        return View::methods;
    } else {
        return Methods{Method::get};
    }
}();

/// True for a view with cache_page among its decorators.
template <class View>
inline constexpr bool is_cached_view = [] {
    if constexpr (requires { View::is_cached; }) {
        return View::is_cached;
    } else {
        return false;
    }
}();

/// How long the visitor's browser keeps the view's answer: the time of private_cache<...>.
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
