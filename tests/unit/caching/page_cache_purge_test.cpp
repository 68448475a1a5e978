// The promise of the page cache: a purged page is not served.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "../support/message_of.h"
#include "../support/one_route.h"
#include "../support/shelf.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::eventually;
using support::OneRoute;
using support::Shelf;
using support::ShelfStore;

namespace {

constexpr CachePolicy patient{
    .lifetime = 1h, .browser_lifetime = 1h, .stale_while_revalidate = 10min, .stale_if_error = 24h};

/// Pages with one tag that show a number of the site. The test changes the number.
class Numbered : public OneRoute {
public:
    explicit Numbered(std::unique_ptr<Store> store = nullptr) : OneRoute{std::move(store)}
    {
        view = [this](ForwardRequest& visitor) {
            const std::string q{visitor.query("q").value_or("")};
            return RenderedAnswer{.content = {q + "number " + std::to_string(number), {}},
                                  .tags = {tag("number")}};
        };
    }
    void change(const Purge& purge)
    {
        ++number;
        CHECK(log.purge(purge).complete());
    }
    std::atomic<int> number = 1;
};

/// A rendering of /ls that has read the number, and waits until another request for the page.
class SlowRendering {
public:
    explicit SlowRendering(Numbered& cache) : cache_{cache}
    {
        cache.view = [this, inner = cache.view](ForwardRequest& visitor) {
            RenderedAnswer rendered = inner(visitor);
            has_read_ = true;
            while (!may_end_)
                std::this_thread::yield();
            return rendered;
        };
        rendering_ = std::thread{[&cache] { cache.ask("/ls"); }};
        CHECK(eventually([this] { return has_read_.load(); }));
    }
    ~SlowRendering()
    {
        may_end_ = true;
        if (rendering_.joinable()) rendering_.join();
    }
    SlowRendering(const SlowRendering&) = delete;
    SlowRendering& operator=(const SlowRendering&) = delete;

    OneRoute::Answered answer_to_one_who_comes_now()
    {
        OneRoute::Answered answer;
        std::thread after{[&] { answer = cache_.ask("/ls"); }};
        CHECK(eventually([&] { return cache_.cache.counters().get(Count::waited) > 0; }));
        may_end_ = true;
        rendering_.join();
        after.join();
        return answer;
    }

private:
    Numbered& cache_;
    std::atomic<bool> has_read_ = false;
    std::atomic<bool> may_end_ = false;
    std::thread rendering_;
};

}  // namespace

TEST_CASE("after a hard purge by any name no visitor gets the old page")
{
    for (const Purge& purge : {by_tag("number"), by_path("/ls"), everything()}) {
        CAPTURE(purge.to_text());
        Shelf shelf;
        Numbered cache{std::make_unique<ShelfStore>(shelf)};
        cache.ask("/ls", patient);
        cache.change(purge);
        const auto answer = cache.ask("/ls", patient);
        CHECK(answer.body == "number 2");
        CHECK(answer.cache_status == "Aspic; fwd=stale; stored; ttl=3600");
        CHECK(contains(cache.ask("/ls", patient).cache_status, "hit"));
        CHECK(cache.renderings == 2);
        CHECK(cache.cache.counters().get(Count::outdated) >= 1);
    }
}

TEST_CASE("a purge by path removes all pages of that path, and no page of another path")
{
    Numbered cache;
    cache.ask("/ls?q=a");
    cache.ask("/ls?q=b");
    cache.ask("/cp?q=a");
    cache.change(by_path("/ls?q=a"));
    CHECK(cache.ask("/ls?q=a").body == "anumber 2");
    CHECK(cache.ask("/ls?q=b").body == "bnumber 2");
    CHECK(cache.ask("/cp?q=a").body == "anumber 1");
}

TEST_CASE("a page whose data was purged while it was rendered is not served afterwards")
{
    for (const Purge& purge : {by_tag("number"), by_path("/ls"), everything()}) {
        CAPTURE(purge.to_text());
        Shelf shelf;
        Numbered cache{std::make_unique<ShelfStore>(shelf)};
        cache.view = [&, inner = cache.view](ForwardRequest& visitor) {
            RenderedAnswer rendered = inner(visitor);
            if (cache.renderings == 1) cache.change(purge);
            return rendered;
        };
        CHECK(cache.ask("/ls", patient).body == "number 1");  // began before the purge
        CHECK(cache.ask("/ls", patient).body == "number 2");
        CHECK(cache.renderings == 2);
        CHECK(contains(cache.ask("/ls", patient).cache_status, "hit"));
    }
}

TEST_CASE("a request after a purge does not get a page whose rendering began before it")
{
    Numbered cache;
    SlowRendering before{cache};
    cache.change(by_tag("number"));
    CHECK(before.answer_to_one_who_comes_now().body == "number 2");
    CHECK(cache.ask("/ls").body == "number 2");
}

TEST_CASE("after a soft purge the old page is served while it is renewed, until the grace ends")
{
    Numbered cache;
    cache.ask("/ls");
    cache.advance(10s);
    cache.change(by_tag("number", true));
    cache.advance(59s);
    const auto stale = cache.ask("/ls");
    CHECK(stale.body == "number 1");
    CHECK(stale.cache_status == "Aspic; hit; ttl=3531; detail=stale-while-revalidate");
    CHECK(stale.to_renew);
    cache.advance(1s);
    const auto dead = cache.ask("/ls");
    CHECK(dead.body == "number 2");
    CHECK(dead.cache_status == "Aspic; fwd=stale; stored; ttl=3600");
}

TEST_CASE("a softly purged page is renewed once, even if the new rendering ends before the old one")
{
    Numbered cache;
    cache.ask("/ls");
    cache.change(by_tag("number", true));
    constexpr CachePolicy shorter{.lifetime = 10min, .browser_lifetime = 10min};
    const EntryPtr first = cache.ask("/ls").to_renew;
    const EntryPtr second = cache.ask("/ls").to_renew;
    REQUIRE(first);
    REQUIRE(second);
    cache.renew(*first, "/ls", shorter);
    cache.renew(*second, "/ls", shorter);
    CHECK(cache.renderings == 2);
    const auto renewed = cache.ask("/ls", shorter);
    CHECK(renewed.body == "number 2");
    CHECK(renewed.cache_status == "Aspic; hit; ttl=600");
    CHECK_FALSE(renewed.to_renew);
}

TEST_CASE("a soft purge does not lengthen the life of a page")
{
    Numbered cache;
    cache.ask("/ls");
    cache.advance(1h - 10s);
    cache.change(everything(true));
    CHECK(cache.ask("/ls").body == "number 1");
    cache.advance(10s);
    CHECK(cache.ask("/ls").body == "number 2");
}

TEST_CASE("a hard purge after a soft one ends the grace at once")
{
    Numbered cache;
    cache.ask("/ls");
    cache.change(by_tag("number", true));
    CHECK(cache.ask("/ls").body == "number 1");
    cache.change(by_tag("number"));
    CHECK(cache.ask("/ls").body == "number 3");
}

TEST_CASE("a purged page is not served in place of an error")
{
    Numbered cache;
    cache.ask("/ls", patient);
    cache.advance(1h + 10min);
    const auto working = cache.view;
    cache.view = [](ForwardRequest& /*visitor*/) {
        return RenderedAnswer{.status = 500, .content = {"failed", {}}};
    };
    CHECK(cache.ask("/ls", patient).body == "number 1");
    // The purge comes before the pause of the failed view ends.
    cache.change(by_tag("number"));
    CHECK(cache.ask("/ls", patient).body == "failed");
    cache.view = working;
    CHECK(cache.ask("/ls", patient).body == "failed");
    // The failed view has set no tags. The tags are known from the page before it.
    cache.change(by_tag("number"));
    CHECK(cache.ask("/ls", patient).body == "number 3");
}

TEST_CASE("a page that is purged while its view fails is not served in place of the error")
{
    Numbered cache;
    cache.ask("/ls", patient);
    cache.advance(1h + 10min);
    cache.view = [&](ForwardRequest& /*visitor*/) {
        cache.change(by_tag("number"));
        return RenderedAnswer{.status = 500, .content = {"failed", {}}};
    };
    CHECK(cache.ask("/ls", patient).body == "failed");
}

TEST_CASE("a page that another worker stored before a purge is not taken from the shared store")
{
    Shelf shelf;
    Numbered one{std::make_unique<ShelfStore>(shelf)};
    Numbered other{std::make_unique<ShelfStore>(shelf)};
    one.ask("/ls", patient);
    other.change(by_tag("number"));
    CHECK(other.ask("/ls", patient).body == "number 2");
    CHECK(other.renderings == 1);
    CHECK(shelf.saved == 2);
}

TEST_CASE("without the purge log no page from memory or from another worker is served")
{
    Shelf shelf;
    Numbered cache{std::make_unique<ShelfStore>(shelf)};
    cache.ask("/ls", patient);
    cache.log.current = false;
    cache.number = 2;
    CHECK(cache.ask("/ls", patient).body == "number 2");
    cache.number = 3;
    CHECK(cache.ask("/ls", patient).body == "number 3");
    CHECK(cache.renderings == 3);
    cache.log.current = true;
    CHECK(contains(cache.ask("/ls", patient).cache_status, "hit"));
}

TEST_CASE("without the purge log a request does not share a rendering that began before it")
{
    Numbered cache;
    cache.log.current = false;
    SlowRendering before{cache};
    ++cache.number;  // a purge that this worker does not see
    CHECK(before.answer_to_one_who_comes_now().body == "number 2");
}

TEST_CASE("a worker that loses the purge log for a short time still serves, and says so")
{
    Numbered cache;
    cache.ask("/ls");
    cache.log.lost = true;
    CHECK(cache.ask("/ls").cache_status == "Aspic; hit; ttl=3600; detail=redis-unreachable");
    CHECK(cache.renderings == 1);
}
