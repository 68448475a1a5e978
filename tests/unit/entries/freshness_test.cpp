#include <aspic/entries/freshness.h>

#include <doctest/doctest.h>

#include <aspic/http/dates.h>
#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr CachePolicy by_itself{.from_response = true};

RenderedAnswer draft_with(const Fields& fields, int status = 200)
{
    RenderedAnswer rendered{.status = status};
    for (const auto& [name, value] : fields)
        rendered.headers.add(name, value);
    return rendered;
}

Freshness decide(const Fields& fields, const CachePolicy& policy = by_itself, int status = 200)
{
    RenderedAnswer rendered = draft_with(fields, status);
    return decide_freshness(rendered, policy, {}, noon);
}

/// The freshness of a response that decides itself.
Freshness by_control(const std::string& control)
{
    return decide({{"Cache-Control", control}});
}

std::string control_sent(const CachePolicy& policy, int status = 200)
{
    RenderedAnswer rendered = draft_with({}, status);
    CHECK(decide_freshness(rendered, policy, {}, noon).refused == "");
    return std::string{rendered.headers.get("Cache-Control").value()};
}

}  // namespace

TEST_CASE("a view's policy decides, and browsers get their own lifetime")
{
    const CachePolicy policy{.lifetime = 1h, .browser_lifetime = 5min};
    RenderedAnswer rendered = draft_with({});
    const Freshness freshness = decide_freshness(rendered, policy, {}, noon);
    CHECK(freshness.refused == "");
    CHECK(freshness.lifetime == 1h);
    CHECK(freshness.age == 0s);
    CHECK(freshness.stale_while_revalidate == 60s);
    CHECK(freshness.stale_if_error == 1h);
    CHECK_FALSE(freshness.for_authorized);
    CHECK(rendered.headers.joined("Cache-Control") == "public, max-age=300");
    CHECK(rendered.headers.get("Expires") == format_date(noon + 5min));
}

TEST_CASE("stale directives of the view are sent to others, and those of the options are not")
{
    CHECK(control_sent({.lifetime = 1h, .browser_lifetime = 1min, .has_gate = true}) ==
          "private, max-age=60");
    CHECK(control_sent({.lifetime = 1h, .browser_lifetime = 0s}) == "public, max-age=0");
    CHECK(control_sent({.lifetime = 1h,
                        .browser_lifetime = 1h,
                        .stale_while_revalidate = 10min,
                        .stale_if_error = 24h}) ==
          "public, max-age=3600, stale-while-revalidate=600, stale-if-error=86400");
    CHECK(control_sent({.lifetime = 1h, .browser_lifetime = 1h, .stale_if_error = 0s}) ==
          "public, max-age=3600, stale-if-error=0");
    const Freshness none = decide({}, {.lifetime = 1h, .stale_while_revalidate = 0s});
    CHECK(none.stale_while_revalidate == 0s);
    CHECK(none.stale_if_error == 1h);
    CHECK(decide({}, {.lifetime = 1h, .for_authorized = true}).for_authorized);
}

TEST_CASE("a 404 is stored for a short time, here and in browsers")
{
    for (const int status : {404, 410}) {
        CHECK(decide({}, {.lifetime = 1h, .browser_lifetime = 1h}, status).lifetime == 60s);
        CHECK(control_sent({.lifetime = 1h, .browser_lifetime = 1h}, status) ==
              "public, max-age=60");
        CHECK(decide({}, {.lifetime = 10s, .browser_lifetime = 5s}, status).lifetime == 10s);
        CHECK(control_sent({.lifetime = 10s, .browser_lifetime = 5s}, status) ==
              "public, max-age=5");
    }
    CHECK(decide({}, {.lifetime = 1h}, 301).lifetime == 1h);
}

TEST_CASE("with a view's policy the view's own fields can forbid storing, but lengthen nothing")
{
    const CachePolicy policy{.lifetime = 1h, .browser_lifetime = 1h};
    CHECK(decide({{"Cache-Control", "max-age=99999"}, {"Age", "100"}}, policy).lifetime == 1h);
    CHECK(decide({{"Cache-Control", "max-age=99999"}, {"Age", "100"}}, policy).age == 0s);
    CHECK(decide({{"Cache-Control", "no-store"}}, policy).refused == "no-store");
    CHECK(decide({{"Set-Cookie", "a=1"}}, policy).refused == "set-cookie");
    CHECK(decide({}, policy, 500).refused == "status");
}

TEST_CASE("a refused page is sent as the view made it")
{
    RenderedAnswer rendered = draft_with({{"Cache-Control", "private, max-age=60"}});
    CHECK(decide_freshness(rendered, {.lifetime = 1h}, {}, noon).refused == "private");
    CHECK(rendered.headers.joined("Cache-Control") == "private, max-age=60");
    CHECK_FALSE(rendered.headers.has("Expires"));
}

TEST_CASE("no lifetime exceeds the longest one, and no page the largest size")
{
    const FreshnessSettings settings{.most_bytes = 10, .longest_lifetime = 100s};
    RenderedAnswer rendered =
        draft_with({{"Cache-Control",
                     "max-age=4294967296, stale-while-revalidate=9999999999999999999, "
                     "stale-if-error=200"}});
    const Freshness freshness = decide_freshness(rendered, by_itself, settings, noon);
    CHECK(freshness.lifetime == 100s);
    CHECK(freshness.stale_while_revalidate == 100s);
    CHECK(freshness.stale_if_error == 100s);
    rendered.content.html = std::string(11, 'x');
    CHECK(decide_freshness(rendered, by_itself, settings, noon).refused == "too-large");
}

TEST_CASE("a response's lifetime is s-maxage, then max-age, then Expires minus Date, never a guess")
{
    CHECK(by_control("max-age=60").lifetime == 60s);
    CHECK(by_control("max-age=60, s-maxage=120").lifetime == 120s);
    CHECK(by_control("s-maxage=30, max-age=60").lifetime == 30s);
    CHECK(by_control("max-age=60, max-age=30").lifetime == 30s);
    CHECK(by_control("public").refused == "no-lifetime");
    CHECK(decide({}).refused == "no-lifetime");
    CHECK(decide({{"Last-Modified", format_date(noon - 1000h)}}).refused == "no-lifetime");
    const std::string in_an_hour = format_date(noon + 1h);
    CHECK(decide({{"Expires", in_an_hour}}).lifetime == 1h);
    CHECK(decide({{"Expires", in_an_hour}, {"Date", format_date(noon - 10min)}}).lifetime == 70min);
    CHECK(decide({{"Expires", in_an_hour}, {"Date", "yesterday"}}).lifetime == 1h);
    CHECK(decide({{"Expires", in_an_hour}, {"Cache-Control", "max-age=60"}}).lifetime == 60s);
}

TEST_CASE("a response that is already old is not stored")
{
    CHECK(by_control("max-age=0").refused == "not-fresh");
    CHECK(by_control("max-age=60, s-maxage=0").refused == "not-fresh");
    CHECK(by_control("max-age=soon").refused == "not-fresh");
    CHECK(decide({{"Expires", "0"}}).refused == "not-fresh");
    CHECK(decide({{"Expires", format_date(noon)}}).refused == "not-fresh");
    CHECK(decide({{"Expires", format_date(noon - 1h)}}).refused == "not-fresh");
    CHECK(decide({{"Cache-Control", "max-age=60"}, {"Age", "60"}}).refused == "not-fresh");
}

TEST_CASE("the Age field of a response counts")
{
    const auto with_age = [](const std::string& age) {
        return decide({{"Cache-Control", "max-age=60"}, {"Age", age}});
    };
    CHECK(with_age("59").age == 59s);
    CHECK(with_age("59").lifetime == 60s);
    CHECK(with_age("0").age == 0s);
    CHECK(with_age("9223372036854775807").refused == "not-fresh");
    CHECK(with_age("99999999999999999999").refused == "not-fresh");
    for (const std::string malformed : {"", "-5", "1.5", "x", "5 seconds", "+5"}) {
        CAPTURE(malformed);
        CHECK(with_age(malformed).age == 0s);
    }
}

TEST_CASE("the most targeted field decides alone, and only ours is hidden from others")
{
    const Fields all{{"Cache-Control", "max-age=1"},
                     {"CDN-Cache-Control", "max-age=2"},
                     {"Aspic-Cache-Control", "max-age=3"},
                     {"Expires", format_date(noon + 1h)}};
    CHECK(decide(all).lifetime == 3s);
    RenderedAnswer rendered = draft_with(all);
    decide_freshness(rendered, by_itself, {}, noon);
    CHECK_FALSE(rendered.headers.has("Aspic-Cache-Control"));
    CHECK(rendered.headers.get("CDN-Cache-Control") == "max-age=2");
    CHECK(rendered.headers.get("Cache-Control") == "max-age=1");
    CHECK(rendered.headers.get("Expires") == format_date(noon + 1h));

    CHECK(decide({{"Cache-Control", "no-store"}, {"CDN-Cache-Control", "max-age=60"}}).lifetime ==
          60s);
    CHECK(decide({{"Cache-Control", "max-age=60"}, {"CDN-Cache-Control", "no-store"}}).refused ==
          "no-store");
    CHECK(decide({{"Expires", format_date(noon + 1h)}, {"CDN-Cache-Control", "public"}}).refused ==
          "no-lifetime");
}

TEST_CASE("an empty targeted field is ignored")
{
    CHECK(decide({{"Cache-Control", "max-age=60"}, {"CDN-Cache-Control", ""}}).lifetime == 60s);
    CHECK(decide({{"Cache-Control", "max-age=60"}, {"Aspic-Cache-Control", " "}}).lifetime == 60s);
    CHECK(decide({{"Expires", format_date(noon + 1h)}, {"CDN-Cache-Control", ""}}).lifetime == 1h);
    CHECK(decide({{"Cache-Control", "no-store"}, {"CDN-Cache-Control", ""}}).refused == "no-store");
}

TEST_CASE("a response or the options decide how long a stale copy is useful")
{
    CHECK(by_control("max-age=60").stale_while_revalidate == 60s);
    CHECK(by_control("max-age=60").stale_if_error == 1h);
    const Freshness own = by_control("max-age=60, stale-while-revalidate=5, stale-if-error=7");
    CHECK(own.stale_while_revalidate == 5s);
    CHECK(own.stale_if_error == 7s);
}

TEST_CASE("a response that must be revalidated is never served stale")
{
    for (const std::string control :
         {"max-age=60, must-revalidate", "max-age=60, proxy-revalidate", "s-maxage=60",
          "max-age=60, MUST-REVALIDATE, stale-while-revalidate=5, stale-if-error=7"}) {
        CAPTURE(control);
        const Freshness freshness = by_control(control);
        CHECK(freshness.refused == "");
        CHECK(freshness.lifetime == 60s);
        CHECK(freshness.stale_while_revalidate == 0s);
        CHECK(freshness.stale_if_error == 0s);
    }
}

TEST_CASE("requests with Authorization get a stored page only if the response allows it")
{
    CHECK_FALSE(by_control("max-age=60").for_authorized);
    for (const std::string control :
         {"max-age=60, public", "s-maxage=60", "max-age=60, must-revalidate"}) {
        CAPTURE(control);
        CHECK(by_control(control).for_authorized);
    }
}
