#include <aspic/sessions/cross_site_guard.h>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../support/request_for.h"

using namespace aspic;
using namespace std::string_view_literals;

namespace {

struct Asked {
    std::optional<std::string_view> site;
    std::optional<std::string_view> origin;
    std::string_view host = "example.org";
    std::string_view scheme = "http";
    Method method = Method::post;
};

bool accepted(const Asked& asked)
{
    RequestSource source;
    source.method = asked.method;
    source.target = "/";
    source.host = asked.host;
    source.scheme = asked.scheme;
    if (asked.site) source.fields.emplace_back("SEC_FETCH_SITE", *asked.site);
    if (asked.origin) source.fields.emplace_back("ORIGIN", *asked.origin);
    return from_this_site(Request{std::move(source), Target::parse("/").value()});
}

bool same_origin(std::string_view origin, std::string_view host, std::string_view scheme = "http")
{
    return accepted({.site = {}, .origin = origin, .host = host, .scheme = scheme});
}

}  // namespace

TEST_CASE("a safe method is accepted from every site")
{
    for (const Method method : {Method::get, Method::head, Method::options}) {
        CHECK(accepted({.site = "cross-site", .origin = "http://evil.example", .method = method}));
        CHECK(accepted({.site = {}, .origin = {}, .method = method}));
    }
}

TEST_CASE("what a browser adds by itself needs a field that proves its origin")
{
    const auto why = [](std::string_view field, std::string_view value, Method method) {
        const Request request = support::request_for("/", {{field, value}}, method);
        return why_from_another_site(request).value_or("");
    };
    for (const Method method : {Method::post, Method::put, Method::patch, Method::delete_}) {
        CHECK(why("COOKIE", "a=b", method) == "neither Sec-Fetch-Site nor Origin, but a Cookie");
        CHECK(why("REFERER", "http://example.org/", method) ==
              "neither Sec-Fetch-Site nor Origin, but a Referer");
        for (const auto* const credentials :
             {"Basic YTpi", "Digest username=\"a\"", "Negotiate x", "", "BearerX a"})
            CHECK_FALSE(why("AUTHORIZATION", credentials, method).empty());
        CHECK(why("AUTHORIZATION", "Bearer abc", method).empty());
        CHECK(why("USER_AGENT", "curl/8", method).empty());
        CHECK(accepted({.site = {}, .origin = {}, .method = method}));
        CHECK(accepted({.site = "same-origin", .origin = {}, .method = method}));
    }
}

TEST_CASE("a refusal has a reason")
{
    const auto why = [](std::vector<RequestSource::Field> fields) {
        return why_from_another_site(support::request_for("/", std::move(fields), Method::post))
            .value_or("");
    };
    CHECK(why({{"SEC_FETCH_SITE", "cross-site"}}) == "Sec-Fetch-Site is \"cross-site\"");
    CHECK(why({{"ORIGIN", "https://example.org"}}) ==
          "Origin is \"https://example.org\", not http://example.org");
    CHECK(why({{"ORIGIN", "a"}, {"ORIGIN", "b"}}) == "several fields Origin differ");
}

TEST_CASE("Sec-Fetch-Site decides if it is present")
{
    CHECK(accepted({.site = "same-origin", .origin = {}}));
    CHECK(accepted({.site = "none", .origin = {}}));
    for (const auto site : {"same-site"sv, "cross-site"sv, ""sv, "Same-Origin"sv,
                            "same-origin, none"sv, "same-origin "sv, "none\0"sv, "nonesuch"sv}) {
        CAPTURE(site);
        CHECK_FALSE(accepted({.site = site, .origin = "http://example.org"}));
    }
    CHECK(accepted({.site = "same-origin", .origin = "null"}));
}

TEST_CASE("contradictory fields are refused in any order")
{
    const auto accepts = [](std::vector<RequestSource::Field> fields) {
        RequestSource source;
        source.method = Method::post;
        source.host = "example.org";
        source.fields = std::move(fields);
        return from_this_site(Request{std::move(source), Target::parse("/").value()});
    };
    // lighttpd passes `Sec_Fetch_Site: same-origin` in this way, before the real field.
    CHECK_FALSE(accepts({{"SEC_FETCH_SITE", "same-origin"}, {"SEC_FETCH_SITE", "cross-site"}}));
    CHECK_FALSE(accepts({{"SEC_FETCH_SITE", "cross-site"}, {"SEC_FETCH_SITE", "same-origin"}}));
    CHECK_FALSE(accepts({{"SEC_FETCH_SITE", "none"}, {"SEC_FETCH_SITE", "same-origin"}}));
    CHECK(accepts({{"SEC_FETCH_SITE", "same-origin"}, {"SEC_FETCH_SITE", "same-origin"}}));

    CHECK_FALSE(accepts({{"ORIGIN", "http://example.org"}, {"ORIGIN", "http://evil.example"}}));
    CHECK_FALSE(accepts({{"ORIGIN", "http://evil.example"}, {"ORIGIN", "http://example.org"}}));
    CHECK(accepts({{"ORIGIN", "http://example.org"}, {"ORIGIN", "http://example.org"}}));

    CHECK_FALSE(accepts(
        {{"ORIGIN", "http://example.org"}, {"HOST", "evil.example"}, {"HOST", "example.org"}}));
    CHECK(accepts({{"ORIGIN", "http://example.org"}, {"HOST", "example.org"}}));
}

TEST_CASE("an Origin must have this request's scheme, host and port")
{
    CHECK(same_origin("http://example.org", "example.org"));
    CHECK(same_origin("HTTP://EXAMPLE.org", "Example.ORG"));
    CHECK(same_origin("http://example.org:8080", "example.org:8080"));
    CHECK(same_origin("https://example.org", "example.org", "https"));
    CHECK(same_origin("http://[::1]:8080", "[::1]:8080"));

    CHECK_FALSE(same_origin("https://example.org", "example.org"));
    CHECK_FALSE(same_origin("http://example.org", "example.org", "https"));
    CHECK_FALSE(same_origin("http://example.org:8080", "example.org"));
    CHECK_FALSE(same_origin("http://example.org", "example.org:8080"));
    CHECK_FALSE(same_origin("http://evil.example", "example.org"));
    CHECK_FALSE(same_origin("http://www.example.org", "example.org"));
    CHECK_FALSE(same_origin("http://example.org.evil.example", "example.org"));
    CHECK_FALSE(same_origin("http://[::1]:8081", "[::1]:8080"));
    CHECK_FALSE(same_origin("http://[::2]", "[::1]"));
}

TEST_CASE("a dot at the end of a name does not make another site")
{
    // lighttpd passes on "example.org" for "example.org.".
    CHECK(same_origin("http://example.org.", "example.org"));
    CHECK(same_origin("http://example.org.:8080", "example.org:8080"));
    CHECK(same_origin("http://example.org", "example.org."));
    CHECK_FALSE(same_origin("http://example.org..", "example.org"));
    CHECK_FALSE(same_origin("http://.", "."));
}

TEST_CASE("the default port is the same as no port")
{
    CHECK(same_origin("http://example.org:80", "example.org"));
    CHECK(same_origin("http://example.org", "example.org:80"));
    CHECK(same_origin("http://example.org", "example.org:"));
    CHECK(same_origin("https://example.org", "example.org:443", "https"));
    CHECK(same_origin("http://[::1]", "[::1]:80"));
    CHECK_FALSE(same_origin("http://example.org:443", "example.org"));
    CHECK_FALSE(same_origin("https://example.org:80", "example.org", "https"));
}

TEST_CASE("an Origin that is not a single valid origin is refused")
{
    for (const auto origin : {""sv,
                              "null"sv,
                              "example.org"sv,
                              "//example.org"sv,
                              "http://"sv,
                              "://example.org"sv,
                              "http://example.org/"sv,
                              "http://example.org, http://example.org"sv,
                              "http://example.org http://evil.example"sv,
                              "http://evil.example@example.org"sv,
                              "http://example.org@evil.example"sv,
                              "http://example.org#"sv,
                              "http://example.org?"sv,
                              "http://example.org:x"sv,
                              "http://example.org:80x"sv,
                              "http://example.org:65616"sv,
                              "http://example.org:-80"sv,
                              "http://example.org:99999999999"sv,
                              "http://example.org\0"sv,
                              "http://example.org\\"sv,
                              "ftp://example.org"sv,
                              " http://example.org"sv}) {
        CAPTURE(origin);
        CHECK_FALSE(same_origin(origin, "example.org"));
    }
    CHECK_FALSE(same_origin("http://", ""));
    CHECK_FALSE(same_origin("null", "null"));
    CHECK_FALSE(same_origin("ftp://example.org", "example.org", "ftp"));
}
