// The page cache with pages that are not fresh.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

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
    .lifetime = 1h, .browser_lifetime = 1h, .stale_while_revalidate = 10min};
constexpr CachePolicy for_errors{.lifetime = 1h, .browser_lifetime = 1h, .stale_if_error = 24h};

/// A view that shows a number, which the test changes, or that fails.
class Numbered : public OneRoute {
public:
    explicit Numbered(std::unique_ptr<Store> store = nullptr, const Change& change = {})
        : OneRoute{std::move(store), change}
    {
        view = [this](PublicRequest& /*visitor*/) {
            if (fails) return RenderedAnswer{.status = 500, .content = {"failed", {}}};
            return RenderedAnswer{.content = {"number " + std::to_string(number), {}}};
        };
    }
    std::atomic<int> number = 1;
    std::atomic<bool> fails = false;
};

}  // namespace

TEST_CASE("a stale page is sent at once, and asks for its renewal")
{
    Numbered cache;
    CHECK_FALSE(cache.ask("/ls", revalidated).to_renew);
    CHECK_FALSE(cache.ask("/ls", revalidated).to_renew);
    cache.advance(1h + 1s);
    cache.number = 2;
    const auto stale = cache.ask("/ls", revalidated);
    CHECK(stale.body == "number 1");
    CHECK(stale.cache_status == "Aspic; hit; ttl=-1; detail=stale-while-revalidate");
    CHECK(field_of(stale.head, "Age") == "3601");
    CHECK(field_of(stale.head, "Cache-Control") == "max-age=3600, stale-while-revalidate=600");
    REQUIRE(stale.to_renew);
    CHECK(cache.renderings == 1);
    cache.renew(*stale.to_renew, "/ls", revalidated);
    CHECK(cache.renderings == 2);
    const auto renewed = cache.ask("/ls", revalidated);
    CHECK(renewed.body == "number 2");
    CHECK(renewed.cache_status == "Aspic; hit; ttl=3600");
    CHECK_FALSE(renewed.to_renew);
    CHECK(cache.renderings == 2);
}

TEST_CASE("a page that many requests find stale is renewed once")
{
    Numbered cache;
    cache.ask("/ls", revalidated);
    cache.advance(1h);
    std::vector<EntryPtr> asked;
    for (int i = 0; i < 5; ++i)
        asked.push_back(cache.ask("/ls", revalidated).to_renew);
    for (const EntryPtr& old : asked) {
        REQUIRE(old);
        cache.renew(*old, "/ls", revalidated);
    }
    CHECK(cache.renderings == 2);
}

TEST_CASE("a renewal of a page that is being rendered neither waits nor renders again")
{
    Numbered cache;
    cache.ask("/ls", revalidated);
    cache.advance(1h);
    const EntryPtr old = cache.ask("/ls", revalidated).to_renew;
    REQUIRE(old);
    std::atomic<bool> rendering = false;
    std::atomic<bool> may_end = false;
    cache.view = [&](PublicRequest& /*visitor*/) {
        rendering = true;
        while (!may_end)
            std::this_thread::yield();
        return RenderedAnswer{.content = {"new", {}}};
    };
    std::thread first{[&] { cache.renew(*old, "/ls", revalidated); }};
    CHECK(eventually([&] { return rendering.load(); }));
    cache.renew(*old, "/ls", revalidated);
    CHECK(cache.renderings == 2);
    CHECK(cache.ask("/ls", revalidated).body == "number 1");
    may_end = true;
    first.join();
    CHECK(cache.ask("/ls", revalidated).body == "new");
    CHECK(cache.renderings == 2);
}

TEST_CASE("a page that another worker has renewed is taken from the store")
{
    Shelf shelf;
    Numbered one{std::make_unique<ShelfStore>(shelf)};
    Numbered other{std::make_unique<ShelfStore>(shelf)};
    one.ask("/ls", revalidated);
    other.ask("/ls", revalidated);
    CHECK(other.renderings == 0);
    one.advance(1h);
    other.advance(1h);
    const EntryPtr of_one = one.ask("/ls", revalidated).to_renew;
    const EntryPtr of_other = other.ask("/ls", revalidated).to_renew;
    REQUIRE(of_one);
    REQUIRE(of_other);
    one.number = 2;
    one.renew(*of_one, "/ls", revalidated);
    other.renew(*of_other, "/ls", revalidated);
    CHECK(other.renderings == 0);
    CHECK(other.ask("/ls", revalidated).body == "number 2");
}

TEST_CASE("after its time for renewal a page is rendered before it is sent")
{
    Numbered cache;
    cache.ask("/ls", revalidated);
    cache.advance(1h + 10min);
    cache.number = 2;
    const auto answer = cache.ask("/ls", revalidated);
    CHECK(answer.body == "number 2");
    CHECK(answer.cache_status == "Aspic; fwd=stale; stored; ttl=3600");
}

TEST_CASE("a renewal that fails leaves the stale page, and is not tried again at once")
{
    Numbered cache;
    constexpr CachePolicy both{.lifetime = 1h,
                               .browser_lifetime = 1h,
                               .stale_while_revalidate = 10min,
                               .stale_if_error = 24h};
    cache.ask("/ls", both);
    cache.advance(1h);
    cache.fails = true;
    const auto ask_and_renew = [&] {
        const auto answer = cache.ask("/ls", both);
        CHECK(answer.body == "number 1");
        if (answer.to_renew) cache.renew(*answer.to_renew, "/ls", both);
    };
    for (int i = 0; i < 5; ++i)
        ask_and_renew();
    CHECK(cache.renderings == 2);
    cache.advance(2s);
    ask_and_renew();
    CHECK(cache.renderings == 3);
}

TEST_CASE("a stale page is served instead of an error for its time, and the view runs rarely")
{
    Numbered cache;
    cache.ask("/ls", for_errors);
    cache.advance(1h);
    cache.fails = true;
    for (int i = 0; i < 5; ++i) {
        const auto answer = cache.ask("/ls", for_errors);
        CHECK(answer.body == "number 1");
        CHECK(answer.cache_status == "Aspic; hit; ttl=0; detail=stale-if-error");
        CHECK_FALSE(answer.to_renew);
    }
    CHECK(cache.renderings == 2);
    cache.advance(2s);
    CHECK(cache.ask("/ls", for_errors).body == "number 1");
    CHECK(cache.renderings == 3);
    cache.advance(4s);
    cache.fails = false;
    cache.number = 2;
    CHECK(cache.ask("/ls", for_errors).body == "number 2");
    cache.advance(25h);
    cache.fails = true;
    CHECK(cache.ask("/ls", for_errors).body == "failed");
}

TEST_CASE("only a server error is replaced by an old page")
{
    for (const int status : {404, 410, 400, 403, 429}) {
        CAPTURE(status);
        OneRoute cache;
        cache.ask("/ls", for_errors);
        cache.advance(1h);
        cache.view = [&](PublicRequest& /*visitor*/) {
            return RenderedAnswer{.status = status, .content = {"no", {}}};
        };
        CHECK(cache.ask("/ls", for_errors).body == "no");
    }
    for (const int status : {500, 502, 503, 504}) {
        CAPTURE(status);
        OneRoute cache;
        cache.ask("/ls", for_errors);
        cache.advance(1h);
        cache.view = [&](PublicRequest& /*visitor*/) { return RenderedAnswer{.status = status}; };
        CHECK(cache.ask("/ls", for_errors).body == "page of /ls");
    }
}

TEST_CASE("a page that is rendered while it fails for others is served at once")
{
    Numbered cache;
    cache.ask("/ls", for_errors);
    cache.advance(1h);
    cache.fails = true;
    cache.ask("/ls", for_errors);
    cache.fails = false;
    cache.number = 2;
    const EntryPtr old = cache.peek("/ls");
    REQUIRE(old);
    cache.advance(2s);
    cache.renew(*old, "/ls", for_errors);
    CHECK(cache.ask("/ls", for_errors).body == "number 2");
}

TEST_CASE("all requests that wait for a view that fails get the old page, and it runs once")
{
    constexpr std::size_t count = 6;
    Numbered cache;
    cache.ask("/ls", for_errors);
    cache.advance(1h);
    Crowd crowd{count};
    cache.view = [&](PublicRequest& /*visitor*/) {
        crowd.let_others_wait();
        return RenderedAnswer{.status = 500, .content = {"failed", {}}};
    };
    std::vector<OneRoute::Answered> answers(count);
    crowd.run([&](std::size_t i) { answers[i] = cache.ask("/ls", for_errors); });
    for (const auto& answer : answers)
        CHECK(answer.body == "number 1");
    CHECK(cache.renderings == 2);
}

TEST_CASE("a costly page is renewed early at random, and never twice at the same time")
{
    Numbered cache{nullptr, [](auto& settings) { settings.early_renewal = 1e15; }};
    cache.ask("/ls");
    const auto answer = cache.ask("/ls");
    CHECK(answer.cache_status == "Aspic; hit; ttl=3600");
    REQUIRE(answer.to_renew);
    cache.number = 2;
    cache.advance(1s);
    cache.renew(*answer.to_renew, "/ls");
    cache.renew(*answer.to_renew, "/ls");
    CHECK(cache.renderings == 2);
    CHECK(cache.ask("/ls").body == "number 2");
}

TEST_CASE("a page far from its end is not renewed, however often it is requested")
{
    Numbered cache{nullptr, [](auto& settings) { settings.early_renewal = 1; }};
    cache.ask("/ls");
    for (int i = 0; i < 1000; ++i)
        REQUIRE_FALSE(cache.ask("/ls").to_renew);
}

TEST_CASE("random changes shorten lifetimes by at most their share, and differ")
{
    OneRoute cache{nullptr, [](auto& settings) { settings.jitter = 0.5; }};
    long least = 3600;
    long most = 0;
    for (int i = 0; i < 200; ++i) {
        cache.ask("/" + std::to_string(i));
        const EntryPtr entry = cache.peek("/" + std::to_string(i));
        REQUIRE(entry);
        const long lifetime = (entry->expires - entry->rendered).count();
        least = std::min(least, lifetime);
        most = std::max(most, lifetime);
    }
    CHECK(least >= 1800);
    CHECK(least < 2700);
    CHECK(most > 2700);
    CHECK(most <= 3600);
}
