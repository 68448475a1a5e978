#include <aspic/sessions/cross_site_guard.h>

#include <algorithm>
#include <optional>
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
    if (authority.host.empty()) return std::nullopt;
    return authority;
}

bool agree(const std::vector<std::string_view>& values)
{
    return std::ranges::all_of(values,
                               [&](const std::string_view one) { return one == values.front(); });
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

bool from_this_site(const Request& request)
{
    if (is_safe(request.method())) return true;
    const auto sites = request.header_all("Sec-Fetch-Site");
    if (!sites.empty()) return agree(sites) && (sites[0] == "same-origin" || sites[0] == "none");
    const auto origins = request.header_all("Origin");
    const auto hosts = request.header_all("Host");
    return !origins.empty() && agree(origins) && agree(hosts) && is_own_origin(origins[0], request);
}

}  // namespace aspic
