#include <aspic/entries/freshness.h>

#include <doctest/doctest.h>

#include <aspic/entries/stated_times.h>
#include <aspic/http/dates.h>
#include "../support/entries.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::noon;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr CachePolicy by_itself{.from_response = true};
constexpr CachePolicy one_hour{.lifetime = 1h, .browser_lifetime = 1h};

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

std::string control_sent(const CachePolicy& policy, int status = 200, const Fields& fields = {})
{
    RenderedAnswer rendered = draft_with(fields, status);
    CHECK(decide_freshness(rendered, policy, {}, noon).refused == "");
    return rendered.headers.joined("Cache-Control").value();
}

/// The Cache-Control of a page under cache_page<1h> whose view says this.
std::string sent_for(const std::string& control)
{
    return control_sent(one_hour, 200, {{"Cache-Control", control}});
}

std::string at(std::chrono::seconds time)
{
    return format_date(noon + time);
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
    CHECK_FALSE(freshness.keeps_validators);
    CHECK(rendered.headers.joined("Cache-Control") == "max-age=300");
    CHECK(rendered.headers.get("Expires") == format_date(noon + 5min));
}

TEST_CASE("stale directives of the view are sent to others, and those of the options are not")
{
    CHECK(control_sent({.lifetime = 1h, .browser_lifetime = 1min, .has_gate = true}) ==
          "private, max-age=60");
    CHECK(control_sent({.lifetime = 1h, .browser_lifetime = 0s}) == "max-age=0");
    CHECK(control_sent({.lifetime = 1h,
                        .browser_lifetime = 1h,
                        .stale_while_revalidate = 10min,
                        .stale_if_error = 24h}) ==
          "max-age=3600, stale-while-revalidate=600, stale-if-error=86400");
    CHECK(control_sent({.lifetime = 1h, .browser_lifetime = 1h, .stale_if_error = 0s}) ==
          "max-age=3600, stale-if-error=0");
    const Freshness none = decide({}, {.lifetime = 1h, .stale_while_revalidate = 0s});
    CHECK(none.stale_while_revalidate == 0s);
    CHECK(none.stale_if_error == 1h);
}

TEST_CASE("only a page that requests with Authorization may have says public")
{
    constexpr CachePolicy for_all{.lifetime = 1h, .browser_lifetime = 1h, .for_authorized = true};
    CHECK(decide({}, for_all).for_authorized);
    CHECK(control_sent(for_all) == "public, max-age=3600");
    CHECK(sent_for("public") == "max-age=3600");
    CHECK_FALSE(decide({{"Cache-Control", "public"}}, one_hour).for_authorized);
}

TEST_CASE("under a policy, the stricter lifetime wins, here and in browsers")
{
    const auto lifetime = [](const Fields& fields) { return decide(fields, one_hour).lifetime; };
    const auto sent = [](const Fields& fields) { return control_sent(one_hour, 200, fields); };
    CHECK(lifetime({{"Cache-Control", "max-age=60"}}) == 60s);
    CHECK(sent_for("max-age=60") == "max-age=60");
    CHECK(lifetime({{"Cache-Control", "max-age=7200"}}) == 1h);
    CHECK(sent_for("max-age=7200") == "max-age=3600");
    CHECK(lifetime({{"Cache-Control", "max-age=0, s-maxage=60"}}) == 60s);
    CHECK(sent_for("max-age=0, s-maxage=60") == "max-age=0, s-maxage=60");
    CHECK(sent_for("s-maxage=60") == "max-age=3600, s-maxage=60");
    CHECK(sent_for("s-maxage=7200") == "max-age=3600, s-maxage=3600");
    CHECK(lifetime({{"Expires", at(10min)}}) == 10min);
    CHECK(sent({{"Expires", at(10min)}}) == "max-age=600");
    CHECK(lifetime({{"Expires", "0"}, {"Cache-Control", "max-age=60"}}) == 60s);
    CHECK(lifetime({{"Cache-Control", "max-age=60"}, {"Age", "50"}}) == 10s);
    RenderedAnswer rendered = draft_with({{"Expires", at(10min)}});
    decide_freshness(rendered, one_hour, {}, noon);
    CHECK(rendered.headers.joined("Expires") == at(10min));
}

TEST_CASE("a lifetime of 0 is not stored under a policy, and is sent as the view said it")
{
    for (const Fields& fields :
         std::vector<Fields>{{{"Cache-Control", "max-age=0"}},
                             {{"Cache-Control", "max-age=60, s-maxage=0"}},
                             {{"Cache-Control", "max-age=soon"}},
                             {{"Expires", "0"}},
                             {{"Expires", at(-1h)}},
                             {{"Expires", at(1h)}, {"Expires", at(2h)}},
                             {{"Cache-Control", "max-age=60"}, {"Age", "60"}},
                             {{"CDN-Cache-Control", "max-age=0"}}}) {
        RenderedAnswer rendered = draft_with(fields);
        const Headers before = rendered.headers;
        CHECK(decide_freshness(rendered, one_hour, {}, noon).refused == "not-fresh");
        CHECK(rendered.headers == before);
    }
}

TEST_CASE("what else the view says stays in the field under a policy")
{
    CHECK(sent_for("must-revalidate") == "max-age=3600, must-revalidate");
    CHECK(sent_for("proxy-revalidate, max-age=60") == "max-age=60, proxy-revalidate");
    CHECK(sent_for("No-Transform") == "max-age=3600, No-Transform");
    CHECK(sent_for("immutable, x=\"a, b\"") == "max-age=3600, immutable, x=\"a, b\"");
    CHECK(sent_for("no-store, must-understand") == "max-age=3600, no-store, must-understand");
    CHECK(sent_for("stale-while-revalidate=5") == "max-age=3600, stale-while-revalidate=5");
    CHECK(sent_for("must-revalidate, stale-if-error=5") == "max-age=3600, must-revalidate");
}

TEST_CASE("under a policy, the stricter stale time wins, and none beside must-revalidate")
{
    constexpr CachePolicy policy{.lifetime = 1h, .stale_while_revalidate = 10s};
    const auto stale = [&](const std::string& control) {
        return decide({{"Cache-Control", control}}, policy);
    };
    CHECK(stale("stale-while-revalidate=5").stale_while_revalidate == 5s);
    CHECK(stale("stale-while-revalidate=50").stale_while_revalidate == 10s);
    CHECK(stale("stale-if-error=7").stale_if_error == 7s);
    CHECK(stale("immutable").stale_if_error == 1h);
    for (const std::string control : {"must-revalidate", "proxy-revalidate", "s-maxage=60"}) {
        CAPTURE(control);
        CHECK(stale(control).refused == "");
        CHECK(stale(control).stale_while_revalidate == 0s);
        CHECK(stale(control).stale_if_error == 0s);
    }
}

TEST_CASE("a targeted field takes part in a policy's decision, and browsers go by Cache-Control")
{
    const Fields both{{"CDN-Cache-Control", "max-age=60"}, {"Cache-Control", "max-age=600"}};
    CHECK(decide(both, one_hour).lifetime == 60s);
    CHECK(control_sent(one_hour, 200, both) == "max-age=600");
    CHECK(decide({{"CDN-Cache-Control", "no-store"}}, one_hour).refused == "no-store");
    const Fields ours_alone{{"Aspic-Cache-Control", "max-age=60"}, {"Cache-Control", "no-store"}};
    CHECK(decide(ours_alone, one_hour).lifetime == 60s);
    CHECK(control_sent(one_hour, 200, ours_alone) == "no-store");
}

TEST_CASE("no-transform forbids coded copies, whichever field says it")
{
    for (const CachePolicy& policy : {by_itself, one_hour}) {
        CHECK(decide({{"Cache-Control", "max-age=60, no-transform"}}, policy).no_transform);
        CHECK(decide({{"Cache-Control", "max-age=60, no-transform"},
                      {"CDN-Cache-Control", "max-age=60"}},
                     policy)
                  .no_transform);
        CHECK(decide({{"CDN-Cache-Control", "max-age=60, no-transform"}}, policy).no_transform);
        CHECK_FALSE(decide({{"Cache-Control", "max-age=60"}}, policy).no_transform);
    }
}

TEST_CASE("a 404 is stored for a short time, here and in browsers")
{
    for (const int status : {404, 410}) {
        CHECK(decide({}, {.lifetime = 1h, .browser_lifetime = 1h}, status).lifetime == 60s);
        CHECK(control_sent({.lifetime = 1h, .browser_lifetime = 1h}, status) == "max-age=60");
        CHECK(decide({}, {.lifetime = 10s, .browser_lifetime = 5s}, status).lifetime == 10s);
        CHECK(control_sent({.lifetime = 10s, .browser_lifetime = 5s}, status) == "max-age=5");
        CHECK(decide({{"Cache-Control", "max-age=3600"}}, one_hour, status).lifetime == 60s);
        const Fields said{{"Cache-Control", "max-age=3600"}};
        CHECK(decide(said, by_itself, status).lifetime == 60s);
        CHECK(control_sent(by_itself, status, said) == "max-age=3600");
        CHECK(decide({{"Cache-Control", "max-age=30"}}, by_itself, status).lifetime == 30s);
    }
    CHECK(decide({}, {.lifetime = 1h}, 301).lifetime == 1h);
}

TEST_CASE("with a view's policy the view's own fields can forbid storing, but lengthen nothing")
{
    const CachePolicy policy{.lifetime = 1h, .browser_lifetime = 1h};
    CHECK(decide({{"Cache-Control", "max-age=99999"}, {"Age", "100"}}, policy).lifetime == 1h);
    CHECK(decide({{"Cache-Control", "max-age=99999"}, {"Age", "100"}}, policy).age == 100s);
    CHECK(decide({{"Cache-Control", "no-store"}}, policy).refused == "no-store");
    CHECK(decide({{"Set-Cookie", "a=1"}}, policy).refused == "set-cookie");
    CHECK(decide({}, policy, 500).refused == "status");
    CHECK(decide({}, policy, 501).refused == "status");
    CHECK(decide({{"Cache-Control", "public"}}, policy, 503).refused == "status");
    CHECK(decide({{"Cache-Control", "public"}}, policy, 302).lifetime == 1h);
    CHECK(decide({}, policy, 302).refused == "status");
    CHECK(decide({{"Cache-Control", "max-age=60;private"}}, policy).refused ==
          "malformed-cache-control");
    CHECK(decide({{"Cache-Control", "max-age=60"}}, policy, 503).lifetime == 60s);
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

TEST_CASE("a response's lifetime is s-maxage, then max-age, then Expires minus Date")
{
    CHECK(by_control("max-age=60").lifetime == 60s);
    CHECK(by_control("max-age=60, s-maxage=120").lifetime == 120s);
    CHECK(by_control("s-maxage=30, max-age=60").lifetime == 30s);
    CHECK(by_control("max-age=60, max-age=30").lifetime == 30s);
    CHECK(by_control("public").refused == "no-lifetime");
    CHECK(decide({}).refused == "no-lifetime");
    const std::string in_an_hour = format_date(noon + 1h);
    CHECK(decide({{"Expires", in_an_hour}}).lifetime == 1h);
    CHECK(decide({{"Expires", in_an_hour}, {"Date", at(-10min)}}).lifetime == 1h);
    CHECK(decide({{"Expires", in_an_hour}, {"Date", at(10min)}}).lifetime == 50min);
    CHECK(decide({{"Cache-Control", "max-age=3600"}, {"Date", at(-10min)}}).lifetime == 50min);
    CHECK(decide({{"Expires", in_an_hour}, {"Date", "yesterday"}}).lifetime == 1h);
    CHECK(decide({{"Expires", in_an_hour}, {"Cache-Control", "max-age=60"}}).lifetime == 60s);
}

TEST_CASE(
    "a response that says no lifetime is fresh for a tenth of its age, if that may be guessed")
{
    const std::string old = at(-10h);
    const auto guessed = [&](const Fields& more, int status = 200) {
        Fields fields{{"Last-Modified", old}};
        fields.insert(fields.end(), more.begin(), more.end());
        return decide(fields, by_itself, status);
    };
    for (const int status : {200, 203, 204, 300, 301, 308, 405, 414, 501}) {
        CAPTURE(status);
        CHECK(guessed({}, status).lifetime == 1h);
    }
    CHECK(guessed({}, 404).lifetime == 60s);
    CHECK(guessed({}, 302).refused == "status");
    CHECK(guessed({{"Cache-Control", "public"}}, 302).lifetime == 1h);
    CHECK(guessed({{"Age", "600"}}).lifetime == 50min);
    CHECK(guessed({{"Expires", "0"}}).refused == "not-fresh");
    CHECK(guessed({{"Cache-Control", "max-age=60"}}).lifetime == 60s);
    CHECK(guessed({{"CDN-Cache-Control", "public"}, {"Expires", at(5h)}}).lifetime == 1h);
    CHECK(decide({{"Last-Modified", at(-9999h)}}).lifetime == longest_heuristic_lifetime);
    CHECK(decide({{"Last-Modified", at(1h)}}).refused == "not-fresh");
    CHECK(decide({{"Last-Modified", old}}, one_hour).lifetime == 1h);
}

TEST_CASE("the time that a view took counts as age, under a policy beside its lifetime")
{
    const auto after = [](const CachePolicy& policy, std::chrono::milliseconds took) {
        RenderedAnswer rendered = draft_with({{"Cache-Control", "max-age=60"}});
        return decide_freshness(rendered, policy, {}, noon, took);
    };
    CHECK(after(by_itself, 10s).age == 10s);
    CHECK(after(by_itself, 10s).lifetime == 50s);
    CHECK(after(by_itself, 60s).refused == "not-fresh");
    RenderedAnswer slow = draft_with({});
    const Freshness by_policy = decide_freshness(slow, {.lifetime = 1s}, {}, noon, 5s);
    CHECK(by_policy.refused == "");
    CHECK(by_policy.lifetime == 1s);
    CHECK(by_policy.age == 5s);
}

TEST_CASE("a response that decides itself keeps its fields and validators")
{
    const Fields fields{{"Cache-Control", "Public,max-age=60"},
                        {"Expires", at(5h)},
                        {"ETag", "\"x\""},
                        {"Last-Modified", at(-5h)},
                        {"Date", at(-5s)},
                        {"Vary", "ACCEPT , dnt"}};
    RenderedAnswer rendered = draft_with(fields);
    const Headers before = rendered.headers;
    CHECK(decide_freshness(rendered, by_itself, {}, noon).keeps_validators);
    CHECK(rendered.headers == before);
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
    CHECK(with_age("59").lifetime == 1s);
    CHECK(with_age("50, 0").lifetime == 10s);
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

TEST_CASE("a targeted field that is empty or invalid is ignored, and ours is hidden all the same")
{
    CHECK(decide({{"Cache-Control", "max-age=60"}, {"CDN-Cache-Control", "max-age=9;"}}).lifetime ==
          60s);
    CHECK(decide({{"Cache-Control", "max-age=60"}, {"CDN-Cache-Control", "no-store, max-age=x"}})
              .lifetime == 60s);
    for (const std::string ours : {"max-age=x", "no-store", ""}) {
        RenderedAnswer rendered = draft_with({{"Aspic-Cache-Control", ours}});
        decide_freshness(rendered, one_hour, {}, noon);
        CHECK_FALSE(rendered.headers.has("Aspic-Cache-Control"));
    }
    CHECK(decide({{"Cache-Control", "max-age=60"}, {"CDN-Cache-Control", ""}}).lifetime == 60s);
    CHECK(decide({{"Cache-Control", "max-age=60"}, {"Aspic-Cache-Control", " "}}).lifetime == 60s);
    CHECK(decide({{"Expires", format_date(noon + 1h)}, {"CDN-Cache-Control", ""}}).lifetime == 1h);
    CHECK(decide({{"Cache-Control", "no-store"}, {"CDN-Cache-Control", ""}}).refused == "no-store");
}

TEST_CASE("a response that decides itself is served stale only if it says so")
{
    CHECK(by_control("max-age=60").stale_while_revalidate == 0s);
    CHECK(by_control("max-age=60").stale_if_error == 0s);
    const Freshness own = by_control("max-age=60, stale-while-revalidate=5, stale-if-error=7");
    CHECK(own.stale_while_revalidate == 5s);
    CHECK(own.stale_if_error == 7s);
}

TEST_CASE("a response that must be revalidated is never served stale")
{
    for (const std::string control :
         {"max-age=60, must-revalidate, stale-if-error=7",
          "max-age=60, proxy-revalidate, stale-while-revalidate=5", "s-maxage=60, stale-if-error=7",
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
    CHECK_FALSE(by_control("max-age=60, proxy-revalidate").for_authorized);
    for (const std::string control :
         {"max-age=60, public", "s-maxage=60", "max-age=60, must-revalidate"}) {
        CAPTURE(control);
        CHECK(by_control(control).for_authorized);
    }
}

TEST_CASE("must-understand stores a status that we know, in spite of no-store")
{
    const Fields fields{{"Cache-Control", "max-age=60, no-store, must-understand"}};
    CHECK(decide(fields).lifetime == 60s);
    CHECK(decide(fields, by_itself, 404).lifetime == 60s);
    CHECK(decide(fields, by_itself, 599).refused == "status");
    CHECK(decide({{"Cache-Control", "max-age=60"}}, by_itself, 599).lifetime == 60s);
}

TEST_CASE("a page that is kept for seconds says so, and loses the fields for other caches alone")
{
    RenderedAnswer rendered =
        draft_with({{"Cache-Control", "public, max-age=600, s-maxage=6000, x"},
                    {"CDN-Cache-Control", "max-age=600"}});
    Freshness freshness = decide_freshness(rendered, by_itself, {}, noon);
    shorten(freshness, rendered, 5s, noon);
    CHECK(freshness.lifetime == 5s);
    CHECK(rendered.headers.joined("Cache-Control") == "max-age=5, x");
    CHECK(rendered.headers.joined("Expires") == at(5s));
    CHECK_FALSE(rendered.headers.has("CDN-Cache-Control"));
}
