#include <aspic/http/site_cookies.h>

#include <utility>

#include <aspic/base/syntax.h>

namespace aspic {

namespace {

constexpr std::string_view of_this_host = "__Host-";
constexpr std::string_view of_https = "__Secure-";

// One character for each: of two mounts, one in the other, the names differ in length.
std::string name_of_mount(std::string_view mount)
{
    std::string name;
    for (const char c : mount.substr(mount.empty() ? 0 : 1)) {
        const bool is_plain = syntax::is_letter(c) || syntax::is_digit(c) || c == '_';
        name += is_plain ? c : '-';
    }
    return name;
}

bool is_secure(const Request& request)
{
    return request.scheme() == "https";
}

bool has(const Request& request, const CookieName& name)
{
    return request.cookie(name, [](std::string_view /*value*/) { return true; }).has_value();
}

}  // namespace

SiteCookies::SiteCookies(std::string_view name, std::string_view mount)
    : prefix_{name.empty() ? name_of_mount(mount) : std::string{name}}
{
    if (!prefix_.empty()) prefix_ += '-';
    if (!mount.empty()) path_ = mount;
    prefix_of_https_ = path_ == "/" ? of_this_host : of_https;
    prefix_of_https_ += prefix_;
}

std::pair<CookieName, std::optional<CookieName>> SiteCookies::names_that_count(
    const Request& request, std::string_view name) const
{
    const CookieName secure{prefix_of_https_, name};
    if (is_secure(request)) return {secure, std::nullopt};
    return {CookieName{prefix_, name}, secure};
}

std::optional<std::string_view> SiteCookies::find(const Request& request, std::string_view name,
                                                  const Request::IsOurs& is_ours) const
{
    if (!request.header("Cookie")) return std::nullopt;
    const auto [first, second] = names_that_count(request, name);
    const auto found = request.cookie(first, is_ours);
    return found || !second ? found : request.cookie(*second, is_ours);
}

void SiteCookies::set(const Request& request, SetCookie cookie, Headers& response) const
{
    const std::string plain = std::move(cookie.name);
    const auto [first, second] = names_that_count(request, plain);
    cookie.path = path_;
    cookie.secure = is_secure(request);
    if (second && has(request, *second)) {
        SetCookie other = cookie;
        other.name = second->text();
        other.value.clear();
        other.max_age = std::chrono::seconds{0};
        other.secure = true;
        response.add("Set-Cookie", other.field());
    }
    cookie.name = first.text();
    response.add("Set-Cookie", cookie.field());
}

}  // namespace aspic
