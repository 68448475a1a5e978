#pragma once
// The Cookie and Set-Cookie fields (RFC 6265). Pure functions and values.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// The name of a cookie in two parts, so that it can be looked for without putting it together.
struct CookieName {
    std::string_view prefix{};
    std::string_view name;

    std::size_t size() const { return prefix.size() + name.size(); }
    std::string text() const { return std::string{prefix}.append(name); }
    bool operator==(std::string_view text) const
    {
        return text.size() == size() && text.starts_with(prefix) && text.ends_with(name);
    }
};

/// Finds the next cookie with this name in `rest`, the rest of a Cookie field (RFC 6265, section
/// 4.2.1). Returns its value without quotes, and removes everything up to its end from `rest`.
/// There may be several cookies with one name, set for a parent domain or another path; the browser
/// does not say which is which. A front end may have joined several fields with ", ": a name that
/// begins with "__Host-" or "__Secure-" is found only at the beginning of the first one, or after
/// ";", because the value of another cookie may hold the comma.
std::optional<std::string_view> take_cookie(std::string_view& rest, const CookieName& name);

/// What a Set-Cookie field says (RFC 6265, section 4.1).
struct SetCookie {
    std::string name;
    std::string value;
    std::string path = "/";
    /// Absent: the cookie lasts until the browser closes. 0: the browser removes it now.
    std::optional<std::chrono::seconds> max_age{};
    bool http_only = true;
    bool secure = false;
    std::string same_site = "Lax";

    /// Returns the field's value. Throws std::invalid_argument if name, value, path or same_site is
    /// not allowed in a cookie.
    std::string field() const;
};

}  // namespace aspic
