#include <aspic/http/cookies.h>

#include <algorithm>
#include <stdexcept>

#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>

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

/// True if browsers let only this host, or only https, set a cookie of this name (RFC 6265bis,
/// section 4.1.3). Some compare the case of the letters, and some do not.
bool has_promise(std::string_view name)
{
    for (const std::string_view prefix : {"__Host-", "__Secure-"})
        if (equal_ignoring_case(name.substr(0, prefix.size()), prefix)) return true;
    return false;
}

/// True for " name=...": what follows a comma that joins two fields.
///
/// Browsers also take a cookie whose value has a comma, from each host of the domain. Its value
/// may look like the join: "a=x, __Host-session=...". So a name with a promise never follows one.
bool begins_pair(std::string_view text)
{
    if (!text.starts_with(' ')) return false;
    std::size_t end = 1;
    while (end < text.size() && syntax::is_token(text.substr(end, 1)))
        ++end;
    return end > 1 && end < text.size() && text[end] == '=' &&
           !has_promise(text.substr(1, end - 1));
}

/// Takes the next "name=value". Pairs end with ";". Apache joins two Cookie fields with ", ".
std::string_view take_pair(std::string_view& rest)
{
    std::string_view pair = rest.substr(0, rest.find(';'));
    for (auto comma = pair.find(','); comma != std::string_view::npos;
         comma = pair.find(',', comma + 1)) {
        if (begins_pair(rest.substr(comma + 1))) pair = pair.substr(0, comma);
    }
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    return pair;
}

}  // namespace

std::optional<std::string_view> take_cookie(std::string_view& rest, const CookieName& name)
{
    // Most cookies that are looked for are not there.
    if (rest.find(name.name) == std::string_view::npos ||
        rest.find(name.prefix) == std::string_view::npos)
        return std::nullopt;
    while (!rest.empty()) {
        const std::string_view pair = take_pair(rest);
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        if (name != syntax::trim(pair.substr(0, equals))) continue;
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
                                    " holds a character that is not allowed in a cookie"};
    }
    if (!path.starts_with('/') || !std::ranges::all_of(path, is_path_octet)) {
        throw std::invalid_argument{
            "the path of the cookie " + name +
            " must start with \"/\" and must not hold \";\" or a control character"};
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
