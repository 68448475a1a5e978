#include <aspic/site/way_back.h>

#include <string_view>

#include <aspic/http/local_path.h>
#include <aspic/http/method.h>
#include <aspic/http/site_url.h>
#include <aspic/sessions/cross_site_guard.h>
#include <aspic/site/fragments.h>

namespace aspic::detail {

namespace {

// A Referer has no fragment (RFC 9110, section 10.1.3).
std::string page_before(const Request& request)
{
    const std::string_view referer = request.header("Referer").value_or("");
    const std::size_t scheme = referer.find("://");
    if (scheme == std::string_view::npos) return site_url("/");
    const std::size_t path = referer.find('/', scheme + 3);
    if (path == std::string_view::npos || !is_own_origin(referer.substr(0, path), request))
        return site_url("/");
    return local_path(referer.substr(path));
}

}  // namespace

std::string way_back(const Request& request)
{
    if (!is_safe(request.method())) return page_before(request);
    return site_url(page_address(request.path(), request.raw_query()));
}

}  // namespace aspic::detail
