#include "http/cookies.h"

#include <algorithm>
#include <stdexcept>

#include "http/syntax.h"

namespace aspic {

namespace {

/// cookie-octet (RFC 6265, section 4.1.1).
bool is_cookie_octet(char c)
{
    return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

bool is_path_octet(char c)
{
    return !syntax::is_control(c) && c != ';';
}

}  // namespace

std::optional<std::string_view> find_cookie(std::string_view cookie_field, std::string_view name)
{
    while (!cookie_field.empty()) {
        std::string_view pair = syntax::take_until(cookie_field, ';');
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        if (syntax::trim(pair.substr(0, equals)) != name) continue;
        std::string_view value = syntax::trim(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        return value;
    }
    return std::nullopt;
}

std::string SetCookie::field() const
{
    if (!syntax::is_token(name)) throw std::invalid_argument{"a cookie's name must be a token"};
    if (!std::ranges::all_of(value, is_cookie_octet)) {
        throw std::invalid_argument{"the value of the cookie " + name +
                                    " holds a character that no cookie may hold"};
    }
    if (!path.starts_with('/') || !std::ranges::all_of(path, is_path_octet)) {
        throw std::invalid_argument{
            "the path of the cookie " + name +
            " must start with \"/\" and hold no \";\" or control character"};
    }
    if (same_site != "Lax" && same_site != "Strict" && same_site != "None") {
        throw std::invalid_argument{"SameSite of the cookie " + name +
                                    " must be Lax, Strict or None"};
    }

    std::string text = name + "=" + value + "; Path=" + path;
    if (max_age) text += "; Max-Age=" + std::to_string(std::max<long long>(max_age->count(), 0));
    if (secure) text += "; Secure";
    if (http_only) text += "; HttpOnly";
    text += "; SameSite=" + same_site;
    return text;
}

}  // namespace aspic
