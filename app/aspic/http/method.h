#pragma once
// Request methods (RFC 9110, section 9) and sets of them. Values; any thread.

#include <cstdint>
#include <string>
#include <string_view>

namespace aspic {

/// `other` stands for every method that the library does not know. Request::method_name says which
/// one it is.
enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };

/// "GET" for Method::get; empty for Method::other.
std::string_view method_name(Method method);
/// Names are case-sensitive (RFC 9110, section 9.1): "get" is Method::other.
Method parse_method(std::string_view name);

/// True for TRACE and CONNECT. The server itself refuses them: an answer to TRACE would show a
/// visitor's cookies to a script (RFC 9110, section 9.3.8), and CONNECT is for proxies (9.3.6).
bool is_for_no_view(std::string_view method_name);

/// GET, HEAD and OPTIONS change nothing on the server (RFC 9110, section 9.2.1). An unknown method
/// counts as one that does.
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

    /// The value of an Allow field: "GET, HEAD, POST". Method::other has no name there.
    std::string allow_field() const;

    static constexpr unsigned bit(Method method) { return 1U << static_cast<unsigned>(method); }
};

}  // namespace aspic
