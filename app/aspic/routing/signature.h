#pragma once
// The signature of a view, read from its type: its result, request and captures. Compile time only.

#include <tuple>
#include <type_traits>

namespace aspic {

namespace detail {

template <class F>
struct CallSignature {  // of a function whose first parameter is not a reference
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

/// False for what cannot be called, or has no one signature: a lambda with auto parameters.
template <class View>
inline constexpr bool has_one_signature = requires
{
    &View::operator();
};
template <class R, class... A, bool quiet>
inline constexpr bool has_one_signature<R (*)(A...) noexcept(quiet)> = true;

/// Result, Request (without its reference) and Captures (a tuple) of a function, a lambda or a
/// decorated view.
template <class View>
struct SignatureOf : detail::MemberSignature<decltype(&View::operator())> {
};
template <class R, class... A, bool quiet>
struct SignatureOf<R (*)(A...) noexcept(quiet)> : detail::CallSignature<R(A...)> {
};

}  // namespace aspic
