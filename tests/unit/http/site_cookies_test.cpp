#include <aspic/http/site_cookies.h>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <aspic/base/syntax.h>

using namespace aspic;
using namespace std::chrono_literals;

namespace {

struct Visit {
    std::string_view scheme;
    std::string sent{};  // the Cookie field

    Request request() const
    {
        RequestSource source;
        source.scheme = scheme;
        if (!sent.empty()) source.fields.emplace_back("Cookie", sent);
        return Request{std::move(source), Target{}};
    }
};

/// The Set-Cookie fields that set `session` to "x", for an hour.
std::vector<std::string> set_by(const SiteCookies& cookies, const Visit& visit)
{
    Headers response;
    cookies.set(visit.request(), {.name = "session", .value = "x", .max_age = 1h}, response);
    std::vector<std::string> fields;
    for (const auto& field : response)
        fields.push_back(field.value);
    return fields;
}

std::string found_by(const SiteCookies& cookies, const Visit& visit)
{
    const Request request = visit.request();
    const auto is_ours = [](std::string_view value) { return value.starts_with("our"); };
    return std::string{cookies.find(request, "session", is_ours).value_or("none")};
}

using Fields = std::vector<std::string>;

}  // namespace

TEST_CASE("the names of a site's cookies begin with its name, and their path is its mount")
{
    CHECK(set_by({}, {"http"}) ==
          Fields{"session=x; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"});
    CHECK(set_by({"shop", ""}, {"http"}) ==
          Fields{"shop-session=x; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"});
    CHECK(set_by({"", "/docs/v1"}, {"http"}) ==
          Fields{"docs-v1-session=x; Path=/docs/v1; Max-Age=3600; HttpOnly; SameSite=Lax"});
    CHECK(set_by({"shop", "/docs"}, {"http"}) ==
          Fields{"shop-session=x; Path=/docs; Max-Age=3600; HttpOnly; SameSite=Lax"});
}

TEST_CASE("with https, a cookie has the strictest name that a browser accepts for its path")
{
    CHECK(set_by({"shop", ""}, {"https"}) ==
          Fields{"__Host-shop-session=x; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax"});
    CHECK(set_by({"", "/docs"}, {"https"}) ==
          Fields{"__Secure-docs-session=x; Path=/docs; Max-Age=3600; Secure; HttpOnly; "
                 "SameSite=Lax"});
}

TEST_CASE("a mount with other characters makes a name that a cookie can have")
{
    for (const char* mount : {"/caf%C3%A9", "/a.b~c", "/a@b=(c)"}) {
        const std::string field = set_by({"", mount}, {"http"}).front();
        CHECK(syntax::is_token(field.substr(0, field.find('='))));
    }
    // One below the other: the cookies of the outer one reach the inner one.
    CHECK(SiteCookies{"", "/a"}.prefix() != SiteCookies{"", "/a/b"}.prefix());
}

TEST_CASE("each cookie with the name is tried, and those of other sites are not read")
{
    CHECK(found_by({}, {"http", "session=foreign; session=ours; session=foreign"}) == "ours");
    CHECK(found_by({"shop", ""}, {"http", "session=ours"}) == "none");
    CHECK(found_by({"", "/docs"}, {"http", "session=ours; shop-session=ours"}) == "none");
    CHECK(found_by({"", "/docs"}, {"http", "docs-session=x; docs-session=ours"}) == "ours");
}

TEST_CASE("with https, only the names count that https can set")
{
    CHECK(found_by({}, {"https", "session=ours"}) == "none");
    CHECK(found_by({}, {"https", "__Secure-session=ours"}) == "none");
    CHECK(found_by({}, {"https", "session=ours1; __Host-session=ours2"}) == "ours2");
    CHECK(found_by({"", "/docs"}, {"https", "docs-session=ours; __Host-docs-session=ours"}) ==
          "none");
    CHECK(found_by({"", "/docs"}, {"https", "__Secure-docs-session=ours"}) == "ours");
}

TEST_CASE("a program that does not know of its TLS proxy reads what its scripts wrote")
{
    CHECK(found_by({}, {"http", "__Host-session=ours2"}) == "ours2");
    CHECK(found_by({}, {"http", "__Host-session=ours2; session=ours1"}) == "ours1");
    CHECK(set_by({}, {"http", "__Host-session=ours2"}) ==
          Fields{"__Host-session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax",
                 "session=x; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"});
}
