#pragma once
// The names and the path of the library's cookies, so that the sites on one host do not disturb
// each other: a browser sends all cookies of a host to each of its ports, and those of "/" to each
// path. A value; any thread.
//
// A site with the prefix "docs-" below /docs has these cookies, all for Path=/docs:
//
//     by http    docs-session
//     by https   __Secure-docs-session; at "/" it is __Host-docs-session
//
// A browser takes a cookie with such a name only by https, and `__Host-` only from this very host
// (RFC 6265bis, section 4.1.3). With https, the plain name does not count: anybody on the way of a
// request by http, and each host of the same domain, could have set it, and a session of theirs
// would be taken for the visitor's. So a visitor who comes by both has a session for each.
//
// With http, all names count, the plain one first: a program behind a TLS proxy that it does not
// trust believes that requests come by http, but its scripts write the names of https.

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/http/cookies.h>
#include <aspic/http/headers.h>
#include <aspic/http/request.h>

namespace aspic {

class SiteCookies {
public:
    /// Plain names, at "/".
    SiteCookies() = default;
    /// `name` is that of the site: letters, digits, "-" and "_". If it is empty, it is made from
    /// `mount`: "docs-v1" for "/docs/v1".
    SiteCookies(std::string_view name, std::string_view mount);

    /// False if the site is below a mount: other sites may have the same origin.
    bool owns_origin() const { return path_ == "/"; }
    /// What the names begin with, by http: "docs-", or empty.
    const std::string& prefix() const { return prefix_; }

    /// The first cookie with this name for which `is_ours` returns true. Other sites may have set
    /// some with the same name, which may come first.
    std::optional<std::string_view> find(const Request& request, std::string_view name,
                                         const Request::IsOurs& is_ours) const;

    /// Adds the Set-Cookie field. The cookie's name is given without a prefix. Its path is that of
    /// the site, and with https it is Secure. If the request has this cookie under its other name
    /// too, that one is removed, because only one of them is up to date.
    void set(const Request& request, SetCookie cookie, Headers& response) const;

private:
    /// The names that count for the request; the first one is that of new cookies. The second one
    /// may be missing.
    std::pair<CookieName, std::optional<CookieName>> names_that_count(const Request& request,
                                                                      std::string_view name) const;

    std::string prefix_;
    std::string path_ = "/";
    std::string prefix_of_https_ = "__Host-";
};

}  // namespace aspic
