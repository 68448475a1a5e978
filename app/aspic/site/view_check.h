#pragma once
// Checks if a type is a view. If it is not, the compiler says in one sentence what is wrong.
// Compile time only.

#include <tuple>
#include <type_traits>

#include <aspic/entries/forward_request.h>
#include <aspic/http/request.h>
#include <aspic/routing/signature.h>
#include <aspic/site/result.h>

namespace aspic::detail {

/// Stands for a view with a mistake that the compiler has already reported. Decorators and view<>
/// accept it without another error.
struct NotAView {};

template <class Type>
inline constexpr bool is_a_request = std::is_same_v<std::remove_const_t<Type>, Request> ||
                                     std::is_same_v<std::remove_const_t<Type>, PublicRequest> ||
                                     std::is_same_v<std::remove_const_t<Type>, ForwardRequest>;

/// False for a view with a mistake; the compiler then reports it, once.
template <class View>
consteval bool is_view()
{
    if constexpr (std::is_same_v<View, NotAView>) {
        return false;
    } else if constexpr (!has_one_signature<View>) {
        static_assert(has_one_signature<View>,
                      "view: a view is a function, or a lambda that names the types of its "
                      "parameters (no auto): it is checked against the pattern");
        return false;
    } else if constexpr (!is_a_request<typename SignatureOf<View>::Request>) {
        static_assert(is_a_request<typename SignatureOf<View>::Request>,
                      "view: the first parameter of a view is a Request& or PublicRequest&; the "
                      "captures follow it");
        return false;
    } else {
        constexpr bool answers = is_answer<typename SignatureOf<View>::Result>;
        static_assert(
            answers,
            "view: a view must return a Page, a Fragment, a Response, a Json, a File or a "
            "Stream, or a std::variant of them; text(\"...\") makes a Response from a "
            "string");
        return answers;
    }
}

}  // namespace aspic::detail
