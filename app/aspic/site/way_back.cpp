#include <aspic/site/way_back.h>

#include <string_view>

#include <aspic/http/local_path.h>
#include <aspic/http/method.h>
#include <aspic/sessions/cross_site_guard.h>

namespace aspic {

namespace {

constexpr std::string_view start_of_site = "/";

// A Referer has no fragment (RFC 9110, section 10.1.3).
std::string page_before(const Request& request)
{
    const std::string_view referer = request.header("Referer").value_or("");
    const std::size_t scheme = referer.find("://");
    if (scheme == std::string_view::npos) return std::string{start_of_site};
    const std::size_t path = referer.find('/', scheme + 3);
    if (path == std::string_view::npos || !is_own_origin(referer.substr(0, path), request))
        return std::string{start_of_site};
    return local_path(referer.substr(path), start_of_site);
}

}  // namespace

std::string way_back(const Request& request)
{
    if (!is_safe(request.method())) return page_before(request);
    std::string address{request.path()};
    if (!request.raw_query().empty()) address.append("?").append(request.raw_query());
    return address;
}

}  // namespace aspic
