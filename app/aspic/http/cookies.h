#pragma once
// The Cookie and Set-Cookie fields (RFC 6265). Pure functions and values.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aspic {

/// Takes everything up to the next cookie of that name off the front of `rest`, the rest of a Cookie
/// field (RFC 6265, section 4.2.1), and returns its value without quotes. There may be several: a
/// parent domain or another path has a cookie of the same name, and the browser does not say whose
/// is whose.
std::optional<std::string_view> take_cookie(std::string_view& rest, std::string_view name);

/// What a Set-Cookie field says (RFC 6265, section 4.1).
struct SetCookie {
    std::string name;
    std::string value;
    std::string path = "/";
    /// Absent: until the browser closes; 0: remove it now.
    std::optional<std::chrono::seconds> max_age{};
    bool http_only = true;
    bool secure = false;
    std::string same_site = "Lax";

    /// The field's value. Throws std::invalid_argument where name, value or path hold what a cookie
    /// may not.
    std::string field() const;
};

}  // namespace aspic
