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

bool has(const Request& request, std::string_view full_name)
{
    return request.cookie(full_name).has_value();
}

}  // namespace

SiteCookies::SiteCookies(std::string_view name, std::string_view mount)
    : prefix_{name.empty() ? name_of_mount(mount) : std::string{name}}
{
    if (!prefix_.empty()) prefix_ += '-';
    if (!mount.empty()) path_ = mount;
}

// The first one is that of new cookies.
std::vector<std::string> SiteCookies::names_that_count(const Request& request,
                                                       std::string_view name) const
{
    std::string plain = prefix_;
    plain += name;
    std::string secure{path_ == "/" ? of_this_host : of_https};
    secure += plain;
    if (is_secure(request)) return {std::move(secure)};
    return {std::move(plain), std::move(secure)};
}

std::optional<std::string_view> SiteCookies::find(const Request& request, std::string_view name,
                                                  const Request::IsOurs& is_ours) const
{
    for (const std::string& full_name : names_that_count(request, name)) {
        if (const auto found = request.cookie(full_name, is_ours)) return found;
    }
    return std::nullopt;
}

void SiteCookies::set(const Request& request, SetCookie cookie, Headers& response) const
{
    const auto names = names_that_count(request, cookie.name);
    cookie.path = path_;
    cookie.secure = is_secure(request);
    for (std::size_t i = 1; i < names.size(); ++i) {
        if (!has(request, names[i])) continue;
        SetCookie other = cookie;
        other.name = names[i];
        other.value.clear();
        other.max_age = std::chrono::seconds{0};
        other.secure = true;
        response.add("Set-Cookie", other.field());
    }
    cookie.name = names.front();
    response.add("Set-Cookie", cookie.field());
}

}  // namespace aspic
