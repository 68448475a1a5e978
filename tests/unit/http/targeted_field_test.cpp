#include <aspic/http/targeted_field.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

std::optional<CacheControl> of(std::string_view name, std::string_view value)
{
    Headers headers;
    headers.set(name, value);
    return targeted_control(headers);
}

std::optional<CacheControl> of_ours(std::string_view value)
{
    return of("Aspic-Cache-Control", value);
}

}  // namespace

TEST_CASE("a targeted field is one for some caches, whatever its case")
{
    for (const auto* name :
         {"CDN-Cache-Control", "example-cdn-cache-control", "surrogate-control"}) {
        CHECK(is_targeted_field(name));
        Headers headers;
        headers.set(name, "max-age=1");
        headers.set("Cache-Control", "max-age=2");
        remove_targeted_fields(headers);
        CHECK(headers.size() == 1);
    }
    for (const auto* name : {"Cache-Control", "cache-control", "Surrogate-Key", "Control", ""})
        CHECK_FALSE(is_targeted_field(name));
}

TEST_CASE("the most specific targeted field for this cache decides")
{
    Headers headers;
    headers.set("CDN-Cache-Control", "max-age=1");
    headers.set("Example-Cache-Control", "max-age=9");
    CHECK(targeted_control(headers)->max_age == 1s);
    headers.set("aspic-cache-control", "max-age=2");
    CHECK(targeted_control(headers)->max_age == 2s);
    headers.set("aspic-cache-control", "max-age=two");
    CHECK(targeted_control(headers)->max_age == 1s);
    CHECK_FALSE(of("Example-Cache-Control", "max-age=9"));
    CHECK_FALSE(of("Surrogate-Control", "max-age=9"));
    CHECK_FALSE(of("Cache-Control", "max-age=9"));
}

TEST_CASE("directives of a targeted field count if they are present and not false")
{
    const auto all = of_ours(
        "max-age=60, s-maxage=70;x=1, stale-while-revalidate=5, stale-if-error=6, private, "
        "no-cache, must-revalidate, proxy-revalidate, no-transform, must-understand, public");
    REQUIRE(all);
    CHECK(all->max_age == 60s);
    CHECK(all->s_maxage == 70s);
    CHECK(all->stale_while_revalidate == 5s);
    CHECK(all->stale_if_error == 6s);
    CHECK(all->is_private);
    CHECK(all->no_cache);
    CHECK(all->must_revalidate);
    CHECK(all->proxy_revalidate);
    CHECK(all->no_transform);
    CHECK(all->must_understand);
    CHECK(all->is_public);
    CHECK_FALSE(of_ours("max-age=60, no-store=?0, private=?0")->forbids_sharing());
    for (const auto field : {"no-store"sv, "no-store=?1"sv, "private=\"X\""sv, "no-cache=(a b)"sv,
                             "private=0"sv, "no-store=?0, no-store"sv}) {
        CAPTURE(field);
        CHECK(of_ours(field)->forbids_sharing());
    }
}

TEST_CASE("the last lifetime counts, and one out of bounds counts as the bound")
{
    CHECK(of_ours("max-age=5, max-age=60")->max_age == 60s);
    CHECK(of_ours("max-age=-5")->max_age == 0s);
    CHECK(of_ours("max-age=999999999999999")->max_age == 2147483648s);
    CHECK_FALSE(of_ours("x=1")->max_age);
}

TEST_CASE(
    "a targeted field that is empty or no dictionary, or has no integer as lifetime, is ignored")
{
    for (const auto field : {""sv,
                             " "sv,
                             "Max-Age=60"sv,
                             "max-age=60;"sv,
                             "max-age=60, "sv,
                             "max-age=60 no-store"sv,
                             "max-age=60;private, &"sv,
                             "no-store, max-age"sv,
                             "no-store, max-age=\"60\""sv,
                             "no-store, max-age=60.5"sv,
                             "no-store, max-age=a"sv,
                             "no-store, max-age=?1"sv,
                             "no-store, max-age=(60)"sv,
                             "no-store, max-age=:MQ==:"sv,
                             "no-store, s-maxage=x"sv,
                             "max-age=1000000000000000"sv,
                             "max-age = 60"sv,
                             "private,,no-store"sv,
                             "no-store="sv,
                             "no-store, x=\"open"sv}) {
        CAPTURE(field);
        CHECK_FALSE(of_ours(field));
    }
}
