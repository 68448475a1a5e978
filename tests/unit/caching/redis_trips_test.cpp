// Round trips to Redis. A visitor waits for each of them.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include <aspic/caching/redis_store.h>
#include <aspic/purging/purge.h>
#include "../support/entries.h"
#include "../support/message_of.h"
#include "../support/one_route.h"
#include "../support/redis_relay.h"
#include "../support/redis_server.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::OneRoute;
using support::RedisRelay;
using support::RedisServer;

namespace {

constexpr auto timeout = 2000ms;

/// A redis-server behind a relay that counts the trips.
struct Counted {
    std::unique_ptr<Store> store() const
    {
        return std::make_unique<RedisStore>(relay.address(), timeout, "v1");
    }
    /// Returns the number of trips of this work.
    template <class Work>
    int trips_of(Work work) const
    {
        const int before = relay.trips();
        work();
        return relay.trips() - before;
    }

    RedisServer server;
    RedisRelay relay{server.address()};
};

const OneRoute::Change at_first_use = [](PageCacheSettings& settings) { settings.min_uses = 1; };

constexpr int most_trips = 3;

}  // namespace

TEST_CASE("a page that is stored nowhere costs three trips to Redis")
{
    const Counted redis;
    OneRoute cache{redis.store()};
    for (const std::string page : {"/ls", "/cp", "/mv"}) {
        CAPTURE(page);
        const int trips =
            redis.trips_of([&] { CHECK(contains(cache.ask(page).cache_status, "stored")); });
        CHECK(trips == most_trips);
        MESSAGE("trips of a cold miss: ", trips);
    }
    CHECK(redis.trips_of([&] { cache.ask("/ls"); }) == 0);
}

TEST_CASE("a page costs three trips even if its view reads an input for the first time")
{
    const Counted redis;
    OneRoute cache{redis.store(), at_first_use};
    cache.view = support::shows_q;
    const int first = redis.trips_of([&] { cache.ask("/ls?q=a"); });
    MESSAGE("trips of a route's first miss, whose view reads a parameter: ", first);
    CHECK(first == most_trips);
    CHECK(redis.trips_of([&] { cache.ask("/ls?q=b"); }) == most_trips);

    // Another process does not know yet what the route reads.
    OneRoute other{redis.store(), at_first_use};
    other.view = support::shows_q;
    CHECK(redis.trips_of([&] { CHECK(other.ask("/ls?q=c").body == "q=c"); }) == most_trips);
    CHECK(other.renderings == 1);
}

TEST_CASE("everything that is written in one trip is stored")
{
    const Counted redis;
    OneRoute cache{redis.store(), at_first_use};
    cache.view = support::shows_q;
    cache.ask("/ls?q=a");
    CHECK(redis.server.ask({"SMEMBERS", "aspic:v1:inputs:/<name>"}) == "query q\n");
    CHECK(redis.server.ask({"KEYS", "aspic:v1:lease:*"}).empty());
    OneRoute other{redis.store()};
    CHECK(contains(other.ask("/ls?q=a").cache_status, "hit"));
    CHECK(other.renderings == 0);
}

TEST_CASE("a page that another process has rendered costs one trip")
{
    const Counted redis;
    OneRoute{redis.store()}.ask("/ls");
    OneRoute other{redis.store()};
    CHECK(redis.trips_of([&] { CHECK(contains(other.ask("/ls").cache_status, "hit")); }) == 1);
}

TEST_CASE("a page that may not be stored, or whose view fails, costs at most three trips")
{
    const Counted redis;
    OneRoute cache{redis.store()};
    cache.view = [](PublicRequest& visitor) {
        RenderedAnswer rendered = support::shows_q(visitor);
        rendered.may_be_cached = false;
        return rendered;
    };
    CHECK(redis.trips_of([&] { cache.ask("/ls?q=a"); }) <= most_trips);
    cache.view = [](PublicRequest& visitor) {
        RenderedAnswer rendered = support::shows_q(visitor);
        rendered.status = 500;
        return rendered;
    };
    CHECK(redis.trips_of([&] { cache.ask("/cp?q=a"); }) <= most_trips);
    CHECK(redis.server.ask({"KEYS", "aspic:v1:lease:/cp*"}).empty());
}

TEST_CASE("a renewal costs three trips")
{
    const Counted redis;
    OneRoute cache{redis.store()};
    constexpr CachePolicy patient{
        .lifetime = 1h, .browser_lifetime = 1h, .stale_while_revalidate = 10min};
    cache.ask("/ls", patient);
    cache.advance(1h);
    const EntryPtr stale = cache.ask("/ls", patient).to_renew;
    REQUIRE(stale);
    CHECK(redis.trips_of([&] { cache.renew(*stale, "/ls", patient); }) == most_trips);
    CHECK(cache.renderings == 2);
}

TEST_CASE("a page that has expired or was purged costs three trips")
{
    const Counted redis;
    OneRoute cache{redis.store()};
    cache.ask("/ls");
    cache.advance(1h);
    CHECK(redis.trips_of([&] { cache.ask("/ls"); }) == most_trips);
    CHECK(cache.renderings == 2);
    cache.log.purge(by_path("/ls"));
    CHECK(redis.trips_of([&] { cache.ask("/ls"); }) == most_trips);
    CHECK(cache.renderings == 3);
}

TEST_CASE(
    "if the lease may have ended, the page is stored in one trip and the lease ends in another")
{
    const Counted redis;
    const auto store = redis.store();
    const EntryPtr entry = support::full_entry();
    const std::string mine = "one";
    const std::string other = "two";
    const LeaseTerms terms{"/ls", entry->key, mine, 60s};
    const auto finish = [&] {
        CHECK(store->finish({.entry = entry.get(), .now = support::noon, .lease = &terms}));
    };
    REQUIRE(store->lease(terms) == LeaseAnswer::granted);
    CHECK(redis.trips_of(finish) == 2);
    REQUIRE(store->lease({"/ls", entry->key, other, 60s}) == LeaseAnswer::granted);
    CHECK(redis.trips_of(finish) == 1);
    CHECK(store->lease(terms) == LeaseAnswer::held);
}
