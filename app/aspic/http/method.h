#pragma once
// Request methods (RFC 9110, section 9) and sets of them. Values; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };

/// "GET" for Method::get. Method names are case-sensitive (RFC 9110, section 9.1).
std::string_view method_name(Method method);
std::optional<Method> parse_method(std::string_view name);

/// GET, HEAD and OPTIONS change nothing on the server (RFC 9110, section 9.2.1).
constexpr bool is_safe(Method method)
{
    return method == Method::get || method == Method::head || method == Method::options;
}

/// A set of methods. It is a structural type, so it can be a template argument.
struct Methods {
    unsigned bits = 0;

    constexpr Methods() = default;
    template <class... M>
    constexpr explicit Methods(Method first, M... more) : bits{(bit(first) | ... | bit(more))}
    {
    }
    constexpr bool contains(Method method) const { return (bits & bit(method)) != 0; }
    constexpr Methods with(Method method) const
    {
        Methods larger = *this;
        larger.bits |= bit(method);
        return larger;
    }

    /// The value of an Allow field: "GET, HEAD, POST".
    std::string allow_field() const;

    static constexpr unsigned bit(Method method) { return 1U << static_cast<unsigned>(method); }
};

}  // namespace aspic
