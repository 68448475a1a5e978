#include <aspic/http/cache_control.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

TEST_CASE("directives are read in any case and with any spacing")
{
    const auto control =
        CacheControl::parse(" NO-Store ,\tPrivate,no-CACHE, Max-Age=60,s-maxage=5");
    CHECK(control.no_store);
    CHECK(control.is_private);
    CHECK(control.no_cache);
    CHECK(control.max_age == 60s);
    CHECK(control.s_maxage == 5s);
}

TEST_CASE("other directives and an empty field have no effect")
{
    for (const auto field :
         {""sv, ",,,"sv, "public, immutable"sv, "x-private, privateer, no-stored"sv,
          "ext=\"private, no-store\""sv, "ext=\"a\\\", no-store\""sv}) {
        CAPTURE(field);
        const auto control = CacheControl::parse(field);
        CHECK_FALSE(control.no_store);
        CHECK_FALSE(control.no_cache);
        CHECK_FALSE(control.is_private);
        CHECK_FALSE(control.max_age);
    }
}

TEST_CASE("a directive with a field list counts as the directive itself")
{
    CHECK(CacheControl::parse("private=\"Set-Cookie, X\", max-age=1").is_private);
    CHECK(CacheControl::parse("no-cache=Set-Cookie").no_cache);
    CHECK(CacheControl::parse("private=\"Set-Cookie, X\", max-age=1").max_age == 1s);
}

TEST_CASE("a lifetime that is not a number is ignored, and a huge one is limited")
{
    for (const auto field : {"max-age"sv, "max-age="sv, "max-age=-1"sv, "max-age=1.5"sv,
                             "max-age=abc"sv, "max-age=\"\""sv, "max-age=+5"sv, "max-age=5 6"sv}) {
        CAPTURE(field);
        CHECK(CacheControl::parse(field).max_age == 0s);
    }
    CHECK(CacheControl::parse("max-age=\"60\"").max_age == 60s);
    CHECK(CacheControl::parse("max-age = 60").max_age == 60s);
    CHECK(CacheControl::parse("max-age=99999999999999999999999").max_age == 2147483648s);
    CHECK(CacheControl::parse("max-age=9999999999").max_age == 2147483648s);
}

TEST_CASE("if a lifetime is given twice, the shorter one counts")
{
    CHECK(CacheControl::parse("max-age=60, max-age=5").max_age == 5s);
    CHECK(CacheControl::parse("max-age=5, max-age=60").max_age == 5s);
}

TEST_CASE("a Vary field with a star varies on everything, whatever is around the star")
{
    for (const auto field : {"*"sv, " * "sv, "Accept,*"sv, "\t*\t,Accept"sv, "Accept , * , X"sv}) {
        CHECK(varies_on_everything(field));
    }
    for (const auto field : {""sv, "Accept"sv, "*x"sv, "Accept *"sv, ","sv}) {
        CHECK_FALSE(varies_on_everything(field));
    }
}

TEST_CASE("a private answer is private for every cache, also for those with their own field")
{
    Headers headers;
    headers.set("Cache-Control", "public, max-age=60");
    headers.set("Expires", "Thu, 01 Jan 2026 00:00:00 GMT");
    headers.set("cdn-cache-control", "max-age=60");
    headers.set("Example-CDN-Cache-Control", "max-age=60");
    headers.set("Surrogate-Control", "max-age=60");
    headers.set("X-Robots-Tag", "noindex");
    make_private(headers);
    Headers expected;
    expected.set("Cache-Control", "private, no-cache");
    expected.set("X-Robots-Tag", "noindex");
    CHECK(headers == expected);
}

TEST_CASE("what shared caches may do is taken out of a field, and the rest is left")
{
    const auto without = [](std::string_view control) {
        Headers headers;
        if (!control.empty()) headers.set("Cache-Control", control);
        headers.set("CDN-Cache-Control", "max-age=60");
        headers.set("Expires", "Thu, 01 Jan 2026 00:00:00 GMT");
        forbid_shared_caches(headers);
        CHECK_FALSE(headers.has("CDN-Cache-Control"));
        CHECK(headers.has("Expires"));
        return headers.joined("Cache-Control").value_or("");
    };
    CHECK(without("") == "private");
    CHECK(without("public, max-age=60") == "private, max-age=60");
    CHECK(without("MAX-AGE=60 , S-maxage=9,Public,proxy-revalidate") == "private, MAX-AGE=60");
    CHECK(without("private=\"Set-Cookie, X\", no-transform") == "private, no-transform");
    CHECK(without("private, x=\"public, s-maxage=9\"") == "private, x=\"public, s-maxage=9\"");
}

TEST_CASE("a targeted field is one for some caches, whatever its case")
{
    for (const auto* name : {"CDN-Cache-Control", "example-cdn-cache-control", "surrogate-control"})
        CHECK(is_targeted_field(name));
    for (const auto* name : {"Cache-Control", "cache-control", "Surrogate-Key", "Control", ""})
        CHECK_FALSE(is_targeted_field(name));
}
