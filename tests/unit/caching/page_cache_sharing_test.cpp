// The pages that the page cache stores, where it stores them, and who gets them.
#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <thread>
#include <utility>

#include <aspic/entries/key.h>
#include <aspic/http/dates.h>
#include "../support/message_of.h"
#include "../support/one_route.h"
#include "../support/shelf.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using namespace support;

namespace {

using Change = OneRoute::Change;

Change variants(std::uint32_t min_uses, std::uint32_t most_variants)
{
    return [=](PageCacheSettings& settings) {
        settings.min_uses = min_uses;
        settings.most_variants = most_variants;
    };
}

/// A worker that stores pages on the shelf, and shows the parameter q.
class Worker : public OneRoute {
public:
    explicit Worker(Shelf& shelf, const Change& change = {})
        : OneRoute{std::make_unique<ShelfStore>(shelf), change}
    {
        view = shows_q;
    }
};

/// Lets something else happen during its first look.
class InterruptedStore : public ShelfStore {
public:
    using ShelfStore::ShelfStore;
    Known look(std::string_view route, std::string_view path, Keys keys,
               const Codings& copies) override
    {
        if (const auto first = std::exchange(during_first_look, {})) first();
        return ShelfStore::look(route, path, keys, copies);
    }
    std::function<void()> during_first_look;
};

const std::string key_of_ls = [] {
    const Request request = support::request_for("/ls");
    const std::vector<std::string_view> captures{"ls"};
    return cache_key("/<name>", captures, {}, request);
}();

}  // namespace

TEST_CASE("a page of one worker is found by the next one, which stores it in its memory")
{
    Shelf shelf;
    OneRoute one{std::make_unique<ShelfStore>(shelf)};
    CHECK(contains(one.ask("/ls").cache_status, "stored"));
    OneRoute other{std::make_unique<ShelfStore>(shelf)};
    other.advance(100s);
    CHECK(other.ask("/ls").cache_status == "Aspic; hit; ttl=3500");
    const int loaded = shelf.loaded;
    CHECK(other.ask("/ls").body == "page of /ls");
    CHECK(shelf.loaded == loaded);
    CHECK(other.renderings == 0);
    CHECK(shelf.saved == 1);
}

TEST_CASE("a damaged page on the shelf is rendered again, and replaced")
{
    Shelf shelf;
    OneRoute one{std::make_unique<ShelfStore>(shelf)};
    one.ask("/ls");
    shelf.pages.begin()->second.front().second += "x";
    OneRoute other{std::make_unique<ShelfStore>(shelf)};
    CHECK(contains(other.ask("/ls").cache_status, "stored"));
    CHECK(parse_entry(support::texts_of(shelf.pages.begin()->second)));
}

TEST_CASE("a page is found if another thread learns what its route reads during the look")
{
    Shelf shelf;
    Worker one{shelf, variants(1, 1000)};
    CHECK(contains(one.ask("/ls?q=1").cache_status, "stored"));
    auto store = std::make_unique<InterruptedStore>(shelf);
    InterruptedStore& interrupted = *store;
    OneRoute other{std::move(store), variants(1, 1000)};
    other.view = shows_q;
    interrupted.during_first_look = [&] { other.ask("/cp?q=1"); };
    CHECK(contains(other.ask("/ls?q=1").cache_status, "hit"));
    CHECK(other.renderings == 1);  // of /cp
}

TEST_CASE("a peek finds the page too if another thread learns what its route reads meanwhile")
{
    Shelf shelf;
    Worker one{shelf, variants(1, 1000)};
    one.ask("/ls?q=1");
    auto store = std::make_unique<InterruptedStore>(shelf);
    InterruptedStore& interrupted = *store;
    OneRoute other{std::move(store), variants(1, 1000)};
    other.view = shows_q;
    interrupted.during_first_look = [&] { other.ask("/cp?q=1"); };
    const EntryPtr found = other.peek("/ls?q=1");
    REQUIRE(found);
    CHECK(found->html() == "q=1");
    CHECK_FALSE(other.peek("/ls?q=2"));
}

TEST_CASE("if two workers want a page, one renders it and the other gets it")
{
    Shelf shelf;
    OneRoute one{std::make_unique<ShelfStore>(shelf)};
    OneRoute other{std::make_unique<ShelfStore>(shelf)};
    std::atomic<bool> rendering = false;
    std::atomic<bool> may_end = false;
    one.view = [&](PublicRequest& /*visitor*/) {
        rendering = true;
        while (!may_end)
            std::this_thread::yield();
        return RenderedAnswer{.content = {"of one", {}}};
    };
    std::thread renders{[&] { one.ask("/ls"); }};
    CHECK(eventually([&] { return rendering.load(); }));
    OneRoute::Answered answer;
    std::thread waits{[&] { answer = other.ask("/ls"); }};
    CHECK(eventually([&] { return other.cache.counters().get(Count::waited) > 0; }));
    may_end = true;
    renders.join();
    waits.join();
    CHECK(answer.body == "of one");
    CHECK(answer.cache_status == "Aspic; fwd=miss; collapsed");
    CHECK(other.renderings == 0);
    CHECK(shelf.leases.empty());
}

TEST_CASE("if a worker dies with its lease, no request waits longer than one wait")
{
    Shelf shelf;
    shelf.leases[key_of_ls] = "of a dead worker";
    OneRoute cache{std::make_unique<ShelfStore>(shelf),
                   [](auto& settings) { settings.most_waiting = 50ms; }};
    CHECK(cache.ask("/ls").body == "page of /ls");
    CHECK(cache.renderings == 1);
    CHECK(shelf.leases.at(key_of_ls) == "of a dead worker");
}

TEST_CASE("the lease is released, whatever the view does")
{
    Shelf shelf;
    OneRoute cache{std::make_unique<ShelfStore>(shelf)};
    cache.ask("/ls");
    CHECK(shelf.leases.empty());
    cache.ask("/cp");
    cache.advance(1h);
    cache.view = [](PublicRequest& /*visitor*/) { return RenderedAnswer{.status = 500}; };
    constexpr CachePolicy patient{.lifetime = 1h, .browser_lifetime = 1h, .stale_if_error = 1h};
    cache.ask("/cp", patient);
    CHECK((shelf.leases.empty() || shelf.leases.begin()->second == "uncacheable"));
}

TEST_CASE("for some time no worker waits for a page that is known to be uncacheable")
{
    Shelf shelf;
    OneRoute one{std::make_unique<ShelfStore>(shelf)};
    OneRoute other{std::make_unique<ShelfStore>(shelf)};
    const auto own = [](PublicRequest& /*visitor*/) {
        RenderedAnswer rendered{.content = {"own", {}}};
        rendered.headers.set("Set-Cookie", "a=1");
        return rendered;
    };
    one.view = own;
    other.view = own;
    CHECK(one.ask("/ls").cache_status == "Aspic; fwd=uri-miss; detail=set-cookie");
    CHECK(shelf.leases.at(key_of_ls) == "uncacheable");
    CHECK(shelf.noted_for == 5s);
    CHECK(one.ask("/ls").cache_status == "Aspic; fwd=miss; detail=uncacheable");
    CHECK(other.ask("/ls").cache_status == "Aspic; fwd=miss; detail=uncacheable");
    CHECK(shelf.saved == 0);
    one.advance(5s);
    shelf.leases.clear();
    one.view = other.view = [](PublicRequest& /*visitor*/) {
        return RenderedAnswer{.content = {"for all", {}}};
    };
    CHECK(contains(one.ask("/ls").cache_status, "stored"));
    CHECK(contains(other.ask("/ls").cache_status, "hit"));
}

TEST_CASE("a query whose answer may not be stored does not affect other queries")
{
    OneRoute cache;
    cache.view = [](PublicRequest& visitor) {
        RenderedAnswer rendered = shows_q(visitor);
        rendered.may_be_cached = visitor.query("q") != "own";
        return rendered;
    };
    CHECK(contains(cache.ask("/ls?q=own").cache_status, "do-not-cache"));
    CHECK(contains(cache.ask("/ls?q=a").cache_status, "stored"));
    CHECK(contains(cache.ask("/ls").cache_status, "stored"));
    CHECK(contains(cache.ask("/ls?q=own").cache_status, "uncacheable"));
    CHECK(contains(cache.ask("/ls?q=a").cache_status, "hit"));
}

TEST_CASE("the same bytes keep their ETag and their date, and other bytes get new ones")
{
    OneRoute cache;
    std::string text = "a";
    cache.view = [&](PublicRequest& /*visitor*/) { return RenderedAnswer{.content = {text, {}}}; };
    const auto validators = [&] {
        const auto answer = cache.ask("/ls");
        CHECK(contains(answer.cache_status, "stored"));
        return field_of(answer.head, "ETag") + " " + field_of(answer.head, "Last-Modified");
    };
    const std::string first = validators();
    CHECK(contains(first, format_date(support::noon)));
    cache.advance(2h);
    CHECK(validators() == first);
    cache.advance(2h);
    cache.log.purge(everything());
    CHECK(validators() == first);
    text = "b";
    cache.advance(2h);
    const std::string second = validators();
    CHECK(second != first);
    CHECK(contains(second, format_date(support::noon + 6h)));
}

TEST_CASE("the same bytes keep their date even if another worker rendered them before")
{
    Shelf shelf;
    OneRoute one{std::make_unique<ShelfStore>(shelf)};
    OneRoute other{std::make_unique<ShelfStore>(shelf)};
    const std::string first = field_of(one.ask("/ls").head, "Last-Modified");
    other.advance(30min);
    other.log.purge(everything());
    const auto answer = other.ask("/ls");
    CHECK(contains(answer.cache_status, "fwd=stale; stored"));
    CHECK(field_of(answer.head, "Last-Modified") == first);
}

TEST_CASE("a page of a host or of a field goes to the shared store when it is requested again")
{
    using Read = std::function<void(ForwardRequest&)>;
    const std::vector<Read> reads{[](ForwardRequest& visitor) { visitor.host(); },
                                  [](ForwardRequest& visitor) { visitor.header("DNT"); }};
    for (const Read& read : reads) {
        Shelf shelf;
        Worker cache{shelf, variants(2, 1000)};
        cache.view = [&](ForwardRequest& visitor) {
            read(visitor);
            return RenderedAnswer{.content = {"page", {}}};
        };
        CHECK(
            contains(cache.ask("/ls", OneRoute::one_hour, {{"DNT", "1"}}).cache_status, "stored"));
        CHECK(shelf.saved == 0);
        CHECK(contains(cache.ask("/ls", OneRoute::one_hour, {{"DNT", "1"}}).cache_status, "hit"));
        CHECK(shelf.saved == 1);
    }
}

TEST_CASE("a page of a scheme goes to the shared store at once")
{
    Shelf shelf;
    Worker cache{shelf, variants(2, 1000)};
    cache.view = [](ForwardRequest& visitor) {
        return RenderedAnswer{.content = {std::string{visitor.scheme()}, {}}};
    };
    cache.ask("/ls");
    CHECK(shelf.saved == 1);
}

TEST_CASE("a page with a query goes to the shared store when it is requested again")
{
    Shelf shelf;
    Worker cache{shelf, variants(2, 1000)};
    CHECK(contains(cache.ask("/ls?q=a").cache_status, "stored"));
    CHECK(shelf.saved == 0);
    CHECK(contains(cache.ask("/ls?q=a").cache_status, "hit"));
    CHECK(shelf.saved == 1);
    CHECK(contains(cache.ask("/ls?q=a").cache_status, "hit"));
    CHECK(shelf.saved == 1);
    cache.ask("/ls");
    CHECK(shelf.saved == 2);
}

TEST_CASE("the shared store gets a limited number of pages of one path per hour")
{
    Shelf shelf;
    Worker cache{shelf, variants(1, 2)};
    for (const std::string q : {"a", "b", "c", "d"}) {
        CHECK(contains(cache.ask("/ls?q=" + q).cache_status, "stored"));
        CHECK(contains(cache.ask("/ls?q=" + q).cache_status, "hit"));
    }
    CHECK(shelf.saved == 2);
    cache.ask("/cp?q=a");
    CHECK(shelf.saved == 3);
    cache.ask("/ls");
    CHECK(shelf.saved == 4);
    cache.advance(1h);
    cache.ask("/ls?q=e");
    CHECK(shelf.saved == 5);
}

TEST_CASE("a page that is rendered again does not use the place of another page")
{
    Shelf shelf;
    Worker cache{shelf, variants(1, 2)};
    for (int round = 0; round < 3; ++round) {
        cache.ask("/ls?q=a");
        cache.log.purge(everything());
    }
    CHECK(shelf.saved == 3);
    cache.ask("/ls?q=b");
    CHECK(shelf.saved == 4);
    cache.ask("/ls?q=c");
    CHECK(shelf.saved == 4);
}

TEST_CASE("without the store pages come from memory, and they are shared when it is back")
{
    Shelf shelf;
    shelf.reachable = false;
    Worker cache{shelf};
    CHECK(cache.ask("/ls").cache_status == "Aspic; fwd=uri-miss; detail=store-failed");
    CHECK(cache.ask("/ls").cache_status == "Aspic; hit; ttl=3600");
    CHECK(cache.renderings == 1);
    shelf.reachable = true;
    CHECK(shelf.saved == 0);
    CHECK(contains(cache.ask("/ls").cache_status, "hit"));
    CHECK(shelf.saved == 1);
    CHECK(cache.renderings == 1);
}

TEST_CASE("a header in the Vary of a response is part of the key")
{
    OneRoute cache;
    cache.view = [&](PublicRequest& /*visitor*/) {
        RenderedAnswer rendered{.content = {"rendering " + std::to_string(cache.renderings), {}}};
        rendered.headers.set("Vary", "Accept-Language, accept_encoding");
        return rendered;
    };
    const auto ask = [&](std::string_view language) {
        return cache.ask("/ls", OneRoute::one_hour, {{"ACCEPT_LANGUAGE", std::string{language}}});
    };
    CHECK(ask("de").body == "rendering 1");
    CHECK(ask("en").body == "rendering 2");
    CHECK(ask("de").body == "rendering 1");
    CHECK(field_of(ask("de").head, "Vary") == "Accept-Language, accept_encoding");
}

TEST_CASE("a request with Authorization bypasses the cache, unless the response allows it")
{
    OneRoute cache;
    const auto ask = [&](const CachePolicy& policy) {
        return cache.ask("/ls", policy, {{"AUTHORIZATION", "Basic YTpi"}});
    };
    CHECK(ask(OneRoute::one_hour).cache_status == "Aspic; fwd=bypass; detail=authorization");
    cache.ask("/ls");
    CHECK(ask(OneRoute::one_hour).cache_status == "Aspic; fwd=bypass; detail=authorization");
    constexpr CachePolicy for_all{.lifetime = 1h, .browser_lifetime = 1h, .for_authorized = true};
    CHECK(contains(ask(for_all).cache_status, "hit"));
}

TEST_CASE("a response that decides itself says who may have it, and for how long")
{
    constexpr CachePolicy by_itself{.from_response = true};
    OneRoute cache;
    std::string control = "max-age=60";
    cache.view = [&](PublicRequest& /*visitor*/) {
        RenderedAnswer rendered{.content = {"x", {}}};
        rendered.headers.set("Cache-Control", control);
        rendered.headers.set("Age", "10");
        return rendered;
    };
    const std::vector<RequestSource::Field> authorized{{"AUTHORIZATION", "Basic YTpi"}};
    const auto first = cache.ask("/a", by_itself);
    CHECK(contains(first.cache_status, "stored; ttl=50"));
    CHECK(field_of(first.head, "Age") == "10");
    CHECK(field_of(first.head, "Cache-Control") == "max-age=60");
    CHECK(contains(cache.ask("/a", by_itself, authorized).cache_status, "authorization"));
    control = "max-age=60, public";
    cache.ask("/b", by_itself);
    CHECK(contains(cache.ask("/b", by_itself, authorized).cache_status, "hit"));
    control = "no-store";
    CHECK(cache.ask("/c", by_itself).cache_status == "Aspic; fwd=uri-miss; detail=no-store");
}

TEST_CASE("looking at a page counts nothing and renders nothing")
{
    Shelf shelf;
    Worker cache{shelf, variants(1, 10)};
    CHECK_FALSE(cache.peek("/ls?q=a"));
    cache.ask("/ls?q=a");
    const std::string before = cache.cache.numbers();
    REQUIRE(cache.peek("/ls?q=a"));
    CHECK(cache.peek("/ls?q=a&utm=1")->html() == "q=a");
    CHECK_FALSE(cache.peek("/ls?q=b"));
    CHECK(cache.cache.numbers() == before);
    CHECK(cache.renderings == 1);
}

TEST_CASE("the numbers say what was done, and what is in memory")
{
    OneRoute cache;
    cache.ask("/ls");
    cache.ask("/ls");
    cache.advance(1h);
    cache.ask("/ls");
    const std::string bytes = std::to_string(cache.cache.memory().bytes());
    CHECK(cache.cache.numbers() ==
          "hit=1 stale=0 rendered=2 stored=2 waited=0 not_shared=0 outdated=1 pages=1 bytes=" +
              bytes);
}

TEST_CASE("the description names both levels")
{
    Shelf shelf;
    CHECK(OneRoute{}.cache.description() == "memory 64 MiB");
    CHECK(OneRoute{std::make_unique<ShelfStore>(shelf)}.cache.description() ==
          "shelf, memory 64 MiB");
}
