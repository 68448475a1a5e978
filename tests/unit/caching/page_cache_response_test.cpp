// The page cache with views whose responses say themselves how they are cached.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include <aspic/http/dates.h>
#include "../support/message_of.h"
#include "../support/one_route.h"

using namespace aspic;
using namespace std::chrono_literals;
using namespace support;

namespace {

constexpr CachePolicy by_itself{.from_response = true};

/// A view that answers what the test says. The options allow stale pages.
class Said : public OneRoute {
public:
    Said()
        : OneRoute{nullptr, [](PageCacheSettings& settings) {
                       settings.freshness.stale_while_revalidate = 60s;
                       settings.freshness.stale_if_error = 1h;
                   }}
    {
        view = [this](PublicRequest& /*visitor*/) {
            RenderedAnswer rendered{.status = status,
                                    .content = {"answer " + std::to_string(renderings), {}},
                                    .keeps_cache_fields = has_answered};
            for (const auto& [name, value] : fields)
                rendered.headers.add(name, value);
            return rendered;
        };
    }
    void say(const std::string& control) { fields = {{"Cache-Control", control}}; }

    int status = 200;
    bool has_answered = true;  // otherwise the view threw, and the site made an error page
    std::vector<std::pair<std::string, std::string>> fields;
};

}  // namespace

TEST_CASE("a response that decides itself is not served stale without leave, whatever the options")
{
    for (const std::string control :
         {"max-age=60", "s-maxage=60, stale-while-revalidate=30",
          "max-age=60, must-revalidate, stale-if-error=30, stale-while-revalidate=30",
          "max-age=60, proxy-revalidate, stale-if-error=30"}) {
        CAPTURE(control);
        Said cache;
        cache.say(control);
        cache.ask("/a", by_itself);
        cache.advance(60s);
        CHECK(cache.ask("/a", by_itself).body == "answer 2");
        cache.advance(60s);
        cache.status = 500;
        cache.fields.clear();
        CHECK(cache.ask("/a", by_itself).body == "answer 3");
    }
}

TEST_CASE("a response that decides itself is served stale for the times that it states")
{
    Said cache;
    cache.say("max-age=60, stale-while-revalidate=30, stale-if-error=300");
    cache.ask("/a", by_itself);
    cache.advance(89s);
    const auto stale = cache.ask("/a", by_itself);
    CHECK(stale.body == "answer 1");
    CHECK(stale.to_renew);
    cache.advance(1s);
    cache.status = 503;
    cache.fields.clear();
    CHECK(cache.ask("/a", by_itself).body == "answer 1");
    cache.advance(270s);
    CHECK(cache.ask("/a", by_itself).body == "answer 3");
}

TEST_CASE("the options allow stale pages under a lifetime of the view, unless the response forbids")
{
    Said cache;
    cache.say("max-age=60");
    cache.ask("/a");
    cache.advance(61s);
    CHECK(contains(cache.ask("/a").cache_status, "detail=stale-while-revalidate"));
    cache.say("max-age=60, must-revalidate");
    cache.ask("/b");
    cache.advance(61s);
    CHECK(contains(cache.ask("/b").cache_status, "fwd=stale"));
}

TEST_CASE("an error that says how long it is fresh is a page")
{
    for (const CachePolicy& policy : {by_itself, OneRoute::one_hour}) {
        Said cache;
        cache.status = 503;
        cache.say("max-age=60");
        CHECK(contains(cache.ask("/a", policy).cache_status, "stored; ttl=60"));
        cache.advance(59s);
        CHECK(contains(cache.ask("/a", policy).cache_status, "hit; ttl=1"));
        CHECK(cache.renderings == 1);
    }
}

TEST_CASE("an older page that may stand in for errors comes before an error that may be kept")
{
    Said cache;
    cache.say("max-age=60, stale-if-error=300");
    cache.ask("/a", by_itself);
    cache.advance(60s);
    cache.status = 503;
    CHECK(cache.ask("/a", by_itself).body == "answer 1");
    cache.advance(300s);
    CHECK(contains(cache.ask("/a", by_itself).cache_status, "stored"));
}

TEST_CASE("an error that does not say how long it is fresh is not kept for others")
{
    Said cache;
    cache.status = 503;
    CHECK(cache.ask("/a", by_itself).body == "answer 1");
    const auto second = cache.ask("/a", by_itself);
    CHECK(second.body == "answer 2");
    CHECK(second.retry_after.empty());
    cache.status = 200;
    cache.say("max-age=60");
    CHECK(contains(cache.ask("/a", by_itself).cache_status, "stored"));
    cache.status = 500;
    cache.fields.clear();
    cache.has_answered = false;
    CHECK(cache.ask("/b", by_itself).body == "answer 4");
    CHECK(cache.ask("/b", by_itself).body == "answer 4");
}

TEST_CASE("every final status is kept if it says how long it is fresh")
{
    for (const int status : {200, 201, 204, 299, 302, 307, 400, 403, 404, 451, 499, 500, 599}) {
        CAPTURE(status);
        Said cache;
        cache.status = status;
        cache.say("max-age=30");
        CHECK(contains(cache.ask("/a", by_itself).cache_status, "stored; ttl=30"));
        CHECK(contains(cache.ask("/a", by_itself).cache_status, "hit"));
    }
    for (const int status : {206, 304, 429}) {
        Said cache;
        cache.status = status;
        cache.say("max-age=30");
        CHECK(contains(cache.ask("/a", by_itself).cache_status, "detail=status"));
    }
}

TEST_CASE("the age of a hit counts from the response's Date, and a new answer tells it only then")
{
    Said cache;
    cache.say("max-age=600");
    const auto made = cache.ask("/a", by_itself);
    CHECK(field_of(made.head, "Age") == "");
    CHECK(field_of(made.head, "Date") == format_date(noon));
    CHECK(field_of(cache.ask("/a", by_itself).head, "Age") == "0");
    cache.fields.emplace_back("Date", format_date(noon - 100s));
    const auto old = cache.ask("/b", by_itself);
    CHECK(field_of(old.head, "Age") == "100");
    CHECK(contains(old.cache_status, "stored; ttl=500"));
    cache.advance(5s);
    const auto hit = cache.ask("/b", by_itself);
    CHECK(field_of(hit.head, "Age") == "105");
    CHECK(field_of(hit.head, "Date") == format_date(noon - 100s));
}
