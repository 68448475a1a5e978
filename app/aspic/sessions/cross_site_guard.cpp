#include <aspic/sessions/cross_site_guard.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/numbers.h>
#include <aspic/base/syntax.h>
#include <aspic/http/headers.h>
#include <aspic/http/method.h>

namespace aspic {

namespace {

struct Authority {
    std::string_view host;  // an IPv6 address keeps its brackets
    unsigned port = 0;
};

std::optional<unsigned> default_port(std::string_view scheme)
{
    if (equal_ignoring_case(scheme, "http")) return 80U;
    if (equal_ignoring_case(scheme, "https")) return 443U;
    return std::nullopt;
}

/// "host", "host:" or "host:port" (RFC 3986, section 3.2).
std::optional<Authority> parse_authority(std::string_view text, std::string_view scheme)
{
    const auto usual_port = default_port(scheme);
    if (!usual_port || text.find_first_of("/?#@\\ \t,") != std::string_view::npos) {
        return std::nullopt;
    }
    Authority authority{.host = text, .port = *usual_port};
    const auto host_end = text.find(':', text.starts_with('[') ? text.find(']') : 0);
    if (host_end != std::string_view::npos) {
        authority.host = text.substr(0, host_end);
        const auto digits = text.substr(host_end + 1);
        if (!digits.empty()) {
            const auto port = parse_number(digits, 0U, 65535U);
            if (!port) return std::nullopt;
            authority.port = *port;
        }
    }
    // "example.org." is the same name (RFC 1034, section 3.1). Some front ends remove the dot from
    // Host, and browsers leave it in Origin.
    if (authority.host.ends_with('.')) authority.host.remove_suffix(1);
    if (authority.host.empty()) return std::nullopt;
    return authority;
}

bool agree(const std::vector<std::string_view>& values)
{
    return std::ranges::all_of(values,
                               [&](const std::string_view one) { return one == values.front(); });
}

bool is_bearer(std::string_view authorization)
{
    return equal_ignoring_case(syntax::take_until(authorization, ' '), "Bearer");
}

// REQUIRES: the request has no Sec-Fetch-Site and no Origin.
std::optional<std::string> why_not_a_program(const Request& request)
{
    constexpr const char* none = "neither Sec-Fetch-Site nor Origin, but ";
    if (request.header("Cookie")) return std::string{none} + "a Cookie";
    if (request.header("Referer")) return std::string{none} + "a Referer";
    const auto credentials = request.header_all("Authorization");
    if (!std::ranges::all_of(credentials, is_bearer))
        return std::string{none} + "an Authorization that a browser could have added";
    return {};
}

}  // namespace

bool is_own_origin(std::string_view origin, const Request& request)
{
    const auto separator = origin.find("://");
    if (separator == std::string_view::npos) return false;
    const auto scheme = origin.substr(0, separator);
    if (!equal_ignoring_case(scheme, request.scheme())) return false;
    const auto theirs = parse_authority(origin.substr(separator + 3), scheme);
    const auto ours = parse_authority(request.host(), request.scheme());
    return theirs && ours && equal_ignoring_case(theirs->host, ours->host) &&
           theirs->port == ours->port;
}

std::optional<std::string> why_from_another_site(const Request& request)
{
    if (is_safe(request.method())) return {};
    const auto sites = request.header_all("Sec-Fetch-Site");
    if (!agree(sites)) return "several fields Sec-Fetch-Site differ";
    if (!sites.empty()) {
        if (sites[0] == "same-origin" || sites[0] == "none") return {};
        return "Sec-Fetch-Site is \"" + std::string{sites[0]} + '"';
    }
    const auto origins = request.header_all("Origin");
    if (origins.empty()) return why_not_a_program(request);
    if (!agree(origins)) return "several fields Origin differ";
    if (!agree(request.header_all("Host"))) return "several fields Host differ";
    if (is_own_origin(origins[0], request)) return {};
    return "Origin is \"" + std::string{origins[0]} + "\", not " + std::string{request.scheme()} +
           "://" + std::string{request.host()};
}

}  // namespace aspic
