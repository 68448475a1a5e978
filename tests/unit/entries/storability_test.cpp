#include <aspic/entries/storability.h>

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "../support/control_of.h"

using namespace aspic;

namespace {

RenderedAnswer page_with(std::string_view field, std::string_view value)
{
    RenderedAnswer rendered{.content = {"<p>", {}}, .is_page = true};
    rendered.headers.add(field, value);
    return rendered;
}

/// By the field that applies to every cache, without a lifetime of its own.
std::string_view why_not(const RenderedAnswer& rendered, std::size_t most_bytes = 1000)
{
    return why_not_stored(rendered, CacheControl::of(rendered.headers), false, most_bytes);
}

std::string_view why_not(std::string_view field, std::string_view value)
{
    return why_not(page_with(field, value));
}

}  // namespace

TEST_CASE("without a lifetime these statuses are stored, and no others, unless public is said")
{
    const std::set<int> kept{200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501};
    const std::set<int> never{206, 304, 428, 429, 431, 511};
    const CacheControl open = support::control_of("public");
    for (int status = 200; status < 600; ++status) {
        CAPTURE(status);
        const RenderedAnswer rendered{.status = status};
        CHECK(why_not(rendered) == (kept.contains(status) ? "" : "status"));
        const auto* why = never.contains(status) ? "status" : "";
        CHECK(why_not_stored(rendered, open, false, 1000) == why);
        CHECK(why_not_stored(rendered, {}, true, 1000) == why);
        CHECK(is_negative(status) == (status == 404 || status == 410));
    }
}

TEST_CASE("must-understand allows only statuses that we know")
{
    const CacheControl control = support::control_of("no-store, must-understand");
    for (const int status : {200, 201, 302, 404, 451, 503}) {
        CAPTURE(status);
        CHECK(why_not_stored({.status = status}, control, true, 1000).empty());
    }
    for (const int status : {206, 299, 304, 429, 499, 599}) {
        CAPTURE(status);
        CHECK(why_not_stored({.status = status}, control, true, 1000) == "status");
    }
    CHECK(why_not_stored({}, support::control_of("private, must-understand"), true, 1000) ==
          "private");
}

TEST_CASE("a malformed field is not stored, whatever it may mean")
{
    for (const std::string value :
         {"max-age=600;private", "max-age=600 private", "private;x=y", "max-age=600, x=\"open"}) {
        CAPTURE(value);
        CHECK(why_not("Cache-Control", value) == "malformed-cache-control");
    }
}

TEST_CASE("cache directives of the response are read in any case and in any list")
{
    for (const std::string value :
         {"private", "PRIVATE", "private=\"Set-Cookie\"", "public, Private", "max-age=60 , private",
          "private=\"a, b\", max-age=1"}) {
        CAPTURE(value);
        CHECK(why_not("cache-CONTROL", value) == "private");
    }
    for (const std::string value : {"no-cache", "No-Cache=\"X\"", "max-age=3600,no-cache"})
        CHECK(why_not("Cache-Control", value) == "no-cache");
    for (const std::string value : {"no-store", "NO-STORE", "max-age=3600, no-store"})
        CHECK(why_not("Cache-Control", value) == "no-store");
    for (const std::string value : {"public", "max-age=3600", "x=\"private\"", "privateer", ""})
        CHECK(why_not("Cache-Control", value).empty());
}

TEST_CASE("a second Cache-Control field counts like the first")
{
    RenderedAnswer rendered = page_with("Cache-Control", "max-age=60");
    rendered.headers.add("cache-control", "no-store");
    CHECK(why_not(rendered) == "no-store");
}

TEST_CASE("a response that varies on everything is not stored, whatever is around the star")
{
    for (const std::string value : {"*", " * ", "\t*", "Accept, *", "*, Accept", "Accept,*\t,X"}) {
        CAPTURE(value);
        CHECK(why_not("vary", value) == "vary");
    }
    for (const std::string value : {"Accept", "", "**", "A*"})
        CHECK(why_not("Vary", value).empty());
    RenderedAnswer rendered = page_with("Vary", "Accept");
    rendered.headers.add("VARY", "*");
    CHECK(why_not(rendered) == "vary");
}

TEST_CASE("a response that sets a cookie is not stored")
{
    CHECK(why_not("set-COOKIE", "a=1") == "set-cookie");
    CHECK(why_not("Set-Cookie", "") == "set-cookie");
}

TEST_CASE("a page that forbids storing, or is too large, is not stored")
{
    RenderedAnswer rendered{.content = {std::string(1000, 'x'), {}}};
    CHECK(why_not(rendered).empty());
    CHECK(why_not(rendered, 999) == "too-large");
    rendered.may_be_cached = false;
    CHECK(why_not(rendered) == "do-not-cache");
}

TEST_CASE("a response that varies on a header that identifies the visitor is not stored")
{
    for (const std::string value : {"Cookie", "accept, COOKIE", "Authorization",
                                    "proxy_authorization", "\tProxy-Authorization "}) {
        CAPTURE(value);
        CHECK(why_not("Vary", value) == "vary");
    }
    for (const std::string value : {"Accept-Language", "X-Cookie", "cookie-consent", ", Accept,"})
        CHECK(why_not("Vary", value).empty());
}

TEST_CASE("the given field decides, and not the field for other caches")
{
    const RenderedAnswer rendered = page_with("Cache-Control", "private");
    CHECK(why_not_stored(rendered, support::control_of("max-age=60"), true, 1000).empty());
    CHECK(why_not_stored(rendered, support::control_of("no-store"), true, 1000) == "no-store");
}

TEST_CASE("a malformed Vary is read as *")
{
    for (const char* vary : {"Cookie Accept-Language", "\"*\"", "*;q=1", "a, b c", "a/b"}) {
        CAPTURE(vary);
        RenderedAnswer rendered;
        rendered.headers.set("Vary", vary);
        CHECK(why_not_stored(rendered, {}, true, 1000) == "vary");
        CHECK_FALSE(may_be_shared(rendered));
    }
}

TEST_CASE("only an answer that is not for one visitor goes to others")
{
    CHECK(may_be_shared({.status = 503}));
    for (const auto& [name, value] : std::vector<Headers::Field>{{"Set-Cookie", "a=1"},
                                                                 {"Cache-Control", "private"},
                                                                 {"Cache-Control", "no-store"},
                                                                 {"Cache-Control", "a;private"},
                                                                 {"Vary", "Cookie"}}) {
        CAPTURE(name);
        RenderedAnswer rendered{.status = 503};
        rendered.headers.set(name, value);
        CHECK_FALSE(may_be_shared(rendered));
    }
}
