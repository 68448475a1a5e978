// The page cache with views and fragments that fail.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include <aspic/http/dates.h>
#include <aspic/http/errors.h>
#include "../support/crowd.h"
#include "../support/message_of.h"
#include "../support/one_route.h"
#include "../support/shelf.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using namespace support;

namespace {

constexpr CachePolicy revalidated{
    .lifetime = 1h, .browser_lifetime = 1h, .stale_while_revalidate = 10min, .stale_if_error = 24h};

/// A view that fails until the test lets it succeed.
class Failing : public OneRoute {
public:
    explicit Failing(std::unique_ptr<Store> store = nullptr, const Change& change = {})
        : OneRoute{std::move(store), change}
    {
        view = [this](PublicRequest& /*visitor*/) {
            if (!fails) return RenderedAnswer{.content = {"page", {}}, .tags = {"notes"}};
            return RenderedAnswer{.status = 500,
                                  .content = {"failed " + std::to_string(renderings), {}},
                                  .tags = {"notes"}};
        };
    }
    std::atomic<bool> fails = true;
};

/// A page with a hole. Its fragment fails while the test wants it to.
class Holed : public OneRoute {
public:
    explicit Holed(std::unique_ptr<Store> store = nullptr) : OneRoute{std::move(store)}
    {
        view = [this](PublicRequest& /*visitor*/) {
            RenderedAnswer rendered{
                .status = status,
                .content = {"page " + std::to_string(renderings) + ":", {{7, 0, "/_n"}}},
                .is_page = true};
            rendered.headers.set("Content-Type", "text/html");
            open_end(rendered.content);
            if (!said.empty()) rendered.headers.set("Cache-Control", said);
            return rendered;
        };
        guest = [this](const std::string& /*path*/) -> std::optional<std::string> {
            if (fails) return {};
            return "guest";
        };
    }
    std::atomic<bool> fails = false;
    int status = 200;
    std::string said;
};

}  // namespace

TEST_CASE("a view that fails is not run again for two seconds, then four, and so on")
{
    Failing cache;
    for (const int pause : {2, 4, 8, 16}) {
        const int before = cache.renderings;
        const auto first = cache.ask("/ls");
        CHECK(first.cache_status.starts_with("Aspic; fwd=uri-miss; detail=status"));
        CHECK(first.retry_after == std::to_string(pause));
        CHECK(cache.renderings == before + 1);
        cache.advance(std::chrono::seconds{pause - 1});
        const auto again = cache.ask("/ls");
        CHECK(again.body == first.body);
        CHECK(again.cache_status == "Aspic; hit; ttl=1; detail=failed-before");
        CHECK(again.retry_after == "1");
        CHECK(cache.renderings == before + 1);
        cache.advance(1s);
    }
    cache.fails = false;
    CHECK(cache.ask("/ls").body == "page");
    cache.fails = true;
    cache.advance(1h);
    CHECK(cache.ask("/ls").retry_after == "2");
}

TEST_CASE("without the purge log a failure is not remembered: the page may have been repaired")
{
    Failing cache;
    cache.ask("/ls");
    cache.log.current = false;
    cache.fails = false;
    CHECK(cache.ask("/ls").body == "page");
}

TEST_CASE("the failure of one page does not affect other pages")
{
    Failing cache;
    cache.ask("/ls");
    cache.fails = false;
    CHECK(cache.ask("/cp").body == "page");
    CHECK(cache.ask("/ls").body == "failed 1");
}

TEST_CASE("after a purge of the page by any name its view runs again")
{
    for (const Purge& purge :
         {by_path("/ls"), by_path("/ls", true), by_tag("notes"), everything()}) {
        CAPTURE(purge.to_text());
        Failing cache;
        cache.ask("/ls");
        cache.ask("/ls");
        CHECK(cache.renderings == 1);
        aspic::purge(purge);
        cache.fails = false;
        CHECK(cache.ask("/ls").body == "page");
    }
    Failing cache;
    cache.ask("/ls");
    aspic::purge(by_path("/cp"));
    CHECK(cache.ask("/ls").body == "failed 1");
}

TEST_CASE("a request with Authorization does not run a view in its pause either")
{
    Failing cache;
    const auto ask = [&] {
        return cache.ask("/ls", OneRoute::one_hour, {{"Authorization", "Basic YTpi"}});
    };
    CHECK(ask().body == "failed 1");
    CHECK(ask().body == "failed 1");
    CHECK(cache.ask("/ls").body == "failed 1");
    CHECK(cache.renderings == 1);
}

TEST_CASE("a view that says when to try again is tried again at that time")
{
    OneRoute cache;
    cache.view = [](PublicRequest& /*visitor*/) {
        RenderedAnswer rendered{.status = 503, .content = {"busy", {}}};
        rendered.headers.set("Retry-After", "7");
        return rendered;
    };
    for (int round = 1; round < 4; ++round) {
        CHECK(cache.ask("/ls").retry_after == "7");
        cache.advance(6s);
        CHECK(cache.ask("/ls").retry_after == "1");
        CHECK(cache.renderings == round);
        cache.advance(1s);
    }
}

TEST_CASE("all requests that wait for a view that fails get its answer, and it runs once")
{
    constexpr std::size_t count = 6;
    Failing cache;
    Crowd crowd{count};
    cache.view = [&](PublicRequest& /*visitor*/) {
        crowd.let_others_wait();
        return RenderedAnswer{.status = 500, .content = {"failed", {}}};
    };
    std::vector<OneRoute::Answered> answers(count);
    crowd.run([&](std::size_t i) { answers[i] = cache.ask("/ls"); });
    for (const auto& answer : answers)
        CHECK(answer.body == "failed");
    CHECK(cache.renderings == 1);
}

TEST_CASE("a request that waits too long for a rendering gets 503, and starts no other rendering")
{
    OneRoute cache{nullptr, [](auto& settings) { settings.most_waiting = 50ms; }};
    std::atomic<bool> rendering = false;
    std::atomic<bool> may_end = false;
    cache.view = [&](PublicRequest& /*visitor*/) {
        rendering = true;
        while (!may_end)
            std::this_thread::yield();
        return RenderedAnswer{.content = {"page", {}}};
    };
    std::thread first{[&] { cache.ask("/ls"); }};
    CHECK(eventually([&] { return rendering.load(); }));
    CHECK_THROWS_AS(cache.ask("/ls"), Unavailable);
    may_end = true;
    first.join();
    CHECK(cache.renderings == 1);
    CHECK(cache.ask("/ls").body == "page");
}

TEST_CASE("a renewal that fails is not tried again during its pause, which grows")
{
    Failing cache;
    cache.fails = false;
    cache.ask("/ls", revalidated);
    cache.advance(1h);
    cache.fails = true;
    const auto ask_and_renew = [&] {
        const auto answer = cache.ask("/ls", revalidated);
        CHECK(answer.body == "page");
        if (answer.to_renew) cache.renew(*answer.to_renew, "/ls", revalidated);
        return cache.renderings.load();
    };
    CHECK(ask_and_renew() == 2);
    cache.advance(2s);
    CHECK(ask_and_renew() == 3);
    cache.advance(3s);
    CHECK(ask_and_renew() == 3);
    cache.advance(1s);
    CHECK(ask_and_renew() == 4);
}

TEST_CASE("a page with a failed fragment is stored for seconds in memory, in Redis and in browsers")
{
    Shelf shelf;
    Holed cache{std::make_unique<ShelfStore>(shelf)};
    cache.fails = true;
    const auto first = cache.ask("/ls");
    CHECK(first.cache_status == "Aspic; fwd=uri-miss; stored; ttl=5; detail=fragment-failed");
    CHECK(field_of(first.head, "Cache-Control") == "max-age=5");
    CHECK(field_of(first.head, "Expires") == format_date(noon + 5s));
    CHECK(contains(first.body, "CACHE_CONTROL=5;"));
    REQUIRE(shelf.pages.size() == 1);
    const auto kept = parse_entry(support::texts_of(shelf.pages.begin()->second));
    REQUIRE(kept);
    CHECK(kept->expires == noon + 5s);
    CHECK(kept->stale_until == kept->expires);
    cache.advance(4s);
    CHECK(contains(cache.ask("/ls").cache_status, "; hit; ttl=1"));
    CHECK(cache.renderings == 1);
    cache.advance(1s);
    cache.fails = false;
    const auto whole = cache.ask("/ls");
    CHECK(contains(whole.body, "guest"));
    CHECK(contains(whole.cache_status, "stored; ttl=3600"));
    CHECK(field_of(whole.head, "Cache-Control") == "max-age=3600");
}

TEST_CASE("a shorter browser lifetime stays, and a 404 with a failed fragment is short too")
{
    Holed cache;
    cache.fails = true;
    const auto answer = cache.ask("/ls", {.lifetime = 1h, .browser_lifetime = 0s});
    CHECK(field_of(answer.head, "Cache-Control") == "max-age=0");
    cache.status = 404;
    CHECK(contains(cache.ask("/missing").cache_status, "ttl=5"));
    cache.status = 200;
    cache.said = "public, max-age=600, s-maxage=6000";
    const auto own = cache.ask("/own", {.from_response = true});
    CHECK(contains(own.cache_status, "ttl=5"));
    CHECK(field_of(own.head, "Cache-Control") == "max-age=5");
}

TEST_CASE("an old page with complete fragments is served instead of a new one with an empty hole")
{
    Holed cache;
    cache.ask("/ls", revalidated);
    cache.advance(1h);
    cache.fails = true;
    const auto stale = cache.ask("/ls", revalidated);
    REQUIRE(stale.to_renew);
    cache.renew(*stale.to_renew, "/ls", revalidated);
    CHECK(cache.renderings == 2);
    CHECK(contains(cache.ask("/ls", revalidated).body, "page 1:"));
    cache.advance(11min);
    const auto for_error = cache.ask("/ls", revalidated);
    CHECK(contains(for_error.body, "page 1:"));
    CHECK(contains(for_error.cache_status, "detail=stale-if-error"));
    cache.advance(24h);
    CHECK(contains(cache.ask("/ls", revalidated).cache_status, "fragment-failed"));
}

TEST_CASE("a purged page is not served even if a fragment of the new one fails")
{
    Holed cache;
    cache.ask("/ls", revalidated);
    purge(by_path("/ls"));
    cache.fails = true;
    CHECK(contains(cache.ask("/ls", revalidated).body, "page 2:"));
}
