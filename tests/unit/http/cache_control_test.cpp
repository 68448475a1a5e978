#include <aspic/http/cache_control.h>

#include <doctest/doctest.h>

#include <array>

#include "../support/control_of.h"

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

TEST_CASE("directives are read in any case and with any spacing")
{
    const auto control =
        support::control_of(" NO-Store ,\tPrivate,no-CACHE, Max-Age=60,s-maxage=5");
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
        const auto control = support::control_of(field);
        CHECK_FALSE(control.no_store);
        CHECK_FALSE(control.no_cache);
        CHECK_FALSE(control.is_private);
        CHECK_FALSE(control.max_age);
    }
}

TEST_CASE("a directive with a field list counts as the directive itself")
{
    const auto partly = support::control_of("private=\"Set-Cookie, X\", max-age=1");
    CHECK(partly.is_private);
    CHECK_FALSE(partly.is_wholly_private);
    CHECK(partly.max_age == 1s);
    CHECK(support::control_of("no-cache=Set-Cookie").no_cache);
    CHECK(support::control_of("private=\"X\", PRIVATE").is_wholly_private);
}

TEST_CASE("each directive is known by its name")
{
    CHECK(support::control_of("must-revalidate").must_revalidate);
    CHECK_FALSE(support::control_of("must-revalidate").proxy_revalidate);
    CHECK(support::control_of("Proxy-Revalidate").proxy_revalidate);
    CHECK_FALSE(support::control_of("proxy-revalidate").must_revalidate);
    CHECK(support::control_of("no-transform").no_transform);
    CHECK(support::control_of("must-understand").must_understand);
    CHECK(support::control_of("public").is_public);
    CHECK(support::control_of("stale-while-revalidate=3").stale_while_revalidate == 3s);
    CHECK(support::control_of("stale-if-error=4").stale_if_error == 4s);
}

TEST_CASE("a permission with an argument permits nothing, and a prohibition still prohibits")
{
    CHECK_FALSE(support::control_of("public=x").is_public);
    CHECK_FALSE(support::control_of("must-understand=\"\"").must_understand);
    CHECK(support::control_of("no-store=x").no_store);
    CHECK(support::control_of("must-revalidate=0").must_revalidate);
}

TEST_CASE("a member that is no directive makes the field malformed")
{
    for (const auto field :
         {"max-age=600;private"sv, "max-age=600 private"sv, "private;x=y"sv, "private x"sv,
          "max-age=60, ext=\"open"sv, "ext=\"a\"b"sv, "max-age = 60"sv, "max-age =60"sv,
          "max-age= 60"sv, "max-age="sv, "=60"sv, "a=b=c"sv, "\"private\""sv, "max age=60"sv,
          "max-age=60, {private}"sv, "max-age:60"sv, "ext=\"a\\\""sv, "priv\"ate, x\""sv}) {
        CAPTURE(field);
        CHECK(support::control_of(field).is_malformed);
        CHECK(support::control_of(field).forbids_sharing());
    }
    for (const auto field : {""sv, ", ,"sv, ",max-age=60,,"sv, "max-age=\"60\""sv, "a, b=c"sv,
                             "ext=\"a, b; c=\\\"d\\\"\""sv, "x='1'"sv, "max-age=1.5"sv, "a=\"\""sv,
                             "\tmax-age=60 ,\tpublic "sv, "!#$%&'*+-.^_`|~=1"sv}) {
        CAPTURE(field);
        CHECK_FALSE(support::control_of(field).is_malformed);
    }
}

TEST_CASE("each field is read by itself, so one with an open quote does not hide the next")
{
    Headers headers;
    headers.add("Cache-Control", "max-age=60, ext=\"open");
    headers.add("cache-control", "no-store, ext=\"");
    CHECK(CacheControl::of(headers).no_store);
    CHECK(CacheControl::of(headers).is_malformed);
    CHECK(CacheControl::of(headers).max_age == 60s);
    CHECK_FALSE(CacheControl::of({}).is_malformed);
}

TEST_CASE("no-store does not count for a cache that understands the status")
{
    CHECK(support::control_of("no-store").forbids_storing());
    CHECK_FALSE(support::control_of("no-store, must-understand").forbids_storing());
    CHECK_FALSE(support::control_of("no-store, must-understand").forbids_sharing());
    for (const auto field : {"no-cache"sv, "private"sv, "private=x"sv, "no-store"sv}) {
        CAPTURE(field);
        CHECK(support::control_of(field).forbids_sharing());
    }
    CHECK_FALSE(support::control_of("max-age=60, public").forbids_sharing());
}

TEST_CASE("some directives forbid that a page is served stale")
{
    CHECK(support::control_of("max-age=60, stale-if-error=60").may_be_stale());
    for (const auto field :
         {"must-revalidate"sv, "proxy-revalidate"sv, "no-cache"sv, "s-maxage=60"sv})
        CHECK_FALSE(support::control_of(field).may_be_stale());
}

TEST_CASE("directives can be left out of a field, and the others stay as they are written")
{
    Headers headers;
    headers.add("Cache-Control", "Max-Age=60,, immutable , x=\"max-age, y\"");
    headers.add("Cache-Control", "PUBLIC, no-transform");
    const std::array left_out{"max-age"sv, "public"sv};
    CHECK(other_directives(headers, left_out) == "immutable, x=\"max-age, y\", no-transform");
    CHECK(other_directives({}, left_out).empty());
}

TEST_CASE("a lifetime that is not a number is over, and a huge one is limited")
{
    for (const auto field : {"max-age"sv, "max-age=-1"sv, "max-age=3600.5"sv, "max-age=a"sv,
                             "max-age=\"\""sv, "max-age=+5"sv, "max-age='60'"sv}) {
        CAPTURE(field);
        CHECK(support::control_of(field).max_age == 0s);
    }
    CHECK(support::control_of("max-age=\"60\"").max_age == 60s);
    CHECK(support::control_of("max-age=99999999999999999999999").max_age == 2147483648s);
    CHECK(support::control_of("max-age=9999999999").max_age == 2147483648s);
}

TEST_CASE("if a lifetime is given twice, the shorter one counts")
{
    CHECK(support::control_of("max-age=60, max-age=5").max_age == 5s);
    CHECK(support::control_of("max-age=5, max-age=60").max_age == 5s);
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
    CHECK(without("max-age=60;public") == "private, no-store");
}
