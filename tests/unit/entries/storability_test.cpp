#include <aspic/entries/storability.h>

#include <doctest/doctest.h>

using namespace aspic;

namespace {

RenderedAnswer page_with(std::string_view field, std::string_view value)
{
    RenderedAnswer rendered{.content = {"<p>", {}}, .is_page = true};
    rendered.headers.add(field, value);
    return rendered;
}

/// By the field that applies to every cache.
std::string_view why_not(const RenderedAnswer& rendered, std::size_t most_bytes = 1000)
{
    const std::string control = rendered.headers.joined("Cache-Control").value_or("");
    return why_not_stored(rendered, control, most_bytes);
}

std::string_view why_not(std::string_view field, std::string_view value)
{
    return why_not(page_with(field, value));
}

}  // namespace

TEST_CASE("these statuses are stored, and no others")
{
    for (int status = 100; status < 600; ++status) {
        const bool kept =
            status == 200 || status == 301 || status == 308 || status == 404 || status == 410;
        CAPTURE(status);
        CHECK(why_not({.status = status}) == (kept ? "" : "status"));
        CHECK(is_negative(status) == (status == 404 || status == 410));
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
    CHECK(why_not_stored(rendered, "max-age=60", 1000).empty());
    CHECK(why_not_stored(rendered, "no-store", 1000) == "no-store");
}
