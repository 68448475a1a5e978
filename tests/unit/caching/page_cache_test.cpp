#include <aspic/caching/page_cache.h>

#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <thread>

#include <aspic/http/dates.h>
#include "../support/crowd.h"
#include "../support/message_of.h"
#include "../support/one_route.h"
#include "../support/shelf.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::Crowd;
using support::field_of;
using support::OneRoute;
using support::Shelf;
using support::ShelfStore;
using support::shows_q;

namespace {

/// A store that stores nothing.
class BrokenStore : public Store {
public:
    Known look(std::string_view /*route*/, std::string_view /*path*/, Keys /*keys*/,
               const Codings& /*copies*/) override
    {
        return {};
    }
    LeaseAnswer lease(const LeaseTerms& /*terms*/) override { return LeaseAnswer::unreachable; }
    Leased lease_and_load(const LeaseTerms& /*terms*/, Keys /*keys*/) override
    {
        return {LeaseAnswer::unreachable};
    }
    bool finish(const Finished& finished) override { return finished.entry == nullptr; }
    std::string description() const override { return "broken"; }
};

}  // namespace

TEST_CASE("the first request is a stored miss, and the next one is a hit with its age")
{
    OneRoute cache;
    const OneRoute::Answered first = cache.ask("/ls");
    CHECK(first.cache_status == "Aspic; fwd=uri-miss; stored; ttl=3600");
    CHECK(first.body == "page of /ls");
    CHECK(field_of(first.head, "Age") == "");
    CHECK(field_of(first.head, "Date") == format_date(support::noon));

    cache.advance(100s);
    const OneRoute::Answered second = cache.ask("/ls");
    CHECK(second.cache_status == "Aspic; hit; ttl=3500");
    CHECK(second.body == first.body);
    CHECK(field_of(second.head, "Age") == "100");
    CHECK(field_of(second.head, "Date") == format_date(support::noon));
    CHECK(cache.renderings.load() == 1);
    CHECK(cache.ask("/cp").body == "page of /cp");
}

TEST_CASE("an expired page is rendered again, and says that it was stale")
{
    OneRoute cache;
    cache.ask("/ls");
    cache.advance(3600s);
    CHECK(cache.ask("/ls").cache_status == "Aspic; fwd=stale; stored; ttl=3600");
    CHECK(cache.renderings.load() == 2);
}

TEST_CASE("a query parameter that no view reads hits the same page")
{
    OneRoute cache;
    cache.ask("/ls");
    for (int i = 0; i < 10; ++i)
        CHECK(contains(cache.ask("/ls?utm_x=1").cache_status, "hit"));
    CHECK(cache.renderings.load() == 1);
}

TEST_CASE("each value of a parameter that the view reads has its own page, also absent and empty")
{
    OneRoute cache;
    cache.view = shows_q;
    for (int round = 0; round < 2; ++round) {
        CHECK(cache.ask("/s?q=a").body == "q=a");
        CHECK(cache.ask("/s?q=b&utm=1").body == "q=b");
        CHECK(cache.ask("/s").body == "q=none");
        CHECK(cache.ask("/s?q=").body == "q=");
    }
    CHECK(cache.renderings.load() == 4);
}

TEST_CASE("an input that is first read later splits the pages from then on")
{
    OneRoute cache;
    cache.view = [](PublicRequest& visitor) {
        std::string html = "mode=" + std::string{visitor.query("mode").value_or("")};
        if (html == "mode=long")
            html += ", page=" + std::string{visitor.query("page").value_or("")};
        return RenderedAnswer{.content = {html, {}}};
    };
    CHECK(cache.ask("/s?mode=short&page=1").body == "mode=short");
    CHECK(contains(cache.ask("/s?mode=short&page=2").cache_status, "hit"));
    CHECK(cache.ask("/s?mode=long&page=1").body == "mode=long, page=1");
    CHECK(cache.ask("/s?mode=long&page=2").body == "mode=long, page=2");
    CHECK(cache.ask("/s?mode=long&page=1").cache_status == "Aspic; hit; ttl=3600");
    CHECK(cache.ask("/s?mode=short&page=1").body == "mode=short");
}

namespace {

/// Sends this many requests for /s?q=a. The view waits until all others wait for it.
std::vector<OneRoute::Answered> ask_at_once(
    OneRoute& cache, std::size_t count, const std::function<RenderedAnswer(PublicRequest&)>& view)
{
    Crowd crowd{count};
    cache.view = [&](PublicRequest& visitor) {
        crowd.let_others_wait();
        return view(visitor);
    };
    std::vector<OneRoute::Answered> answers(count);
    crowd.run([&](std::size_t i) { answers[i] = cache.ask("/s?q=a"); });
    return answers;
}

}  // namespace

TEST_CASE("if many requests ask for one page at once, one renders it and all get it")
{
    constexpr std::size_t count = 8;
    OneRoute cache;
    cache.view = shows_q;
    cache.ask("/s?q=known from now on");
    const auto answers = ask_at_once(cache, count, shows_q);
    CHECK(cache.renderings.load() == 2);
    for (const OneRoute::Answered& answer : answers) {
        CHECK(answer.body == "q=a");
        CHECK(contains(answer.head, "Status: 200 OK\r\n"));
    }
}

TEST_CASE("requests that wait with different queries never get each other's page")
{
    constexpr std::size_t count = 8;
    OneRoute cache;
    std::atomic<std::size_t> asking = 0;
    // It is not known yet that the route reads q, so all wait for the first rendering.
    cache.view = [&](PublicRequest& visitor) {
        while (asking < count)
            std::this_thread::yield();
        return shows_q(visitor);
    };
    const std::deque<std::string> targets{"/s?q=0", "/s?q=1", "/s?q=2", "/s?q=3",
                                          "/s?q=4", "/s?q=5", "/s?q=6", "/s?q=7"};
    std::vector<OneRoute::Answered> answers(count);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            ++asking;
            answers[i] = cache.ask(targets[i]);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (std::size_t i = 0; i < count; ++i)
        CHECK(answers[i].body == "q=" + std::to_string(i));
    CHECK(cache.renderings >= 8);
}

TEST_CASE("a 404 is stored for its own short time, and browsers are told so")
{
    OneRoute cache;
    cache.view = [](PublicRequest& /*visitor*/) { return RenderedAnswer{.status = 404}; };
    const OneRoute::Answered missing = cache.ask("/nowhere");
    CHECK(missing.cache_status == "Aspic; fwd=uri-miss; stored; ttl=60");
    CHECK(field_of(missing.head, "Cache-Control") == "max-age=60");
    CHECK(contains(cache.ask("/nowhere").cache_status, "hit"));
    cache.advance(60s);
    CHECK(contains(cache.ask("/nowhere").cache_status, "fwd=stale"));
    CHECK(contains(cache.ask("/soon", {.lifetime = 10s, .browser_lifetime = 0s}).cache_status,
                   "ttl=10"));
}

TEST_CASE("a page that may not be stored is private, and says why")
{
    OneRoute cache;
    cache.view = [](PublicRequest& visitor) {
        RenderedAnswer rendered = shows_q(visitor);
        rendered.headers.set("Set-Cookie", "a=1");
        return rendered;
    };
    CHECK(cache.ask("/s?q=1").cache_status == "Aspic; fwd=uri-miss; detail=set-cookie");
    CHECK(cache.ask("/s?q=1").cache_status == "Aspic; fwd=miss; detail=uncacheable");
    CHECK(cache.renderings.load() == 2);
    cache.view = [](PublicRequest& /*visitor*/) {
        return RenderedAnswer{.content = {std::string(10'001, 'x'), {}}};
    };
    CHECK(cache.ask("/large").cache_status == "Aspic; fwd=uri-miss; detail=too-large");
    cache.view = [](PublicRequest& /*visitor*/) { return RenderedAnswer{.status = 500}; };
    CHECK(cache.ask("/bad").cache_status == "Aspic; fwd=uri-miss; detail=status");
}

TEST_CASE("requests that wait for a page that may not be stored each render their own")
{
    constexpr std::size_t count = 4;
    OneRoute cache;
    const auto answers = ask_at_once(cache, count, [](PublicRequest& visitor) {
        RenderedAnswer rendered = shows_q(visitor);
        rendered.may_be_cached = false;
        return rendered;
    });
    CHECK(cache.renderings.load() == static_cast<int>(count));
    for (const OneRoute::Answered& answer : answers)
        CHECK(answer.body == "q=a");
}

TEST_CASE("if the store fails the page is rendered, and is never lost")
{
    OneRoute cache{std::make_unique<BrokenStore>(),
                   [](auto& settings) { settings.memory_bytes = 0; }};
    for (int round = 1; round < 3; ++round) {
        const OneRoute::Answered answer = cache.ask("/ls");
        CHECK(answer.body == "page of /ls");
        CHECK(answer.cache_status == "Aspic; fwd=uri-miss; detail=store-failed");
        CHECK(cache.renderings.load() == round);
    }
}

TEST_CASE("if the store fails pages still come from this process's memory")
{
    OneRoute cache{std::make_unique<BrokenStore>()};
    CHECK(cache.ask("/ls").cache_status == "Aspic; fwd=uri-miss; detail=store-failed");
    CHECK(cache.ask("/ls").cache_status == "Aspic; hit; ttl=3600");
    CHECK(cache.renderings.load() == 1);
}

TEST_CASE("the inputs that another worker has learned are known from the first request on")
{
    class Learned : public ShelfStore {
    public:
        using ShelfStore::ShelfStore;
        Leased lease_and_load(const LeaseTerms& terms, Keys keys) override
        {
            CHECK(contains(terms.key, "query q"));
            return ShelfStore::lease_and_load(terms, keys);
        }
    };
    Shelf shelf;
    shelf.input_sets["/<name>"] = {{{InputKind::query, "q"}}};
    OneRoute cache{std::make_unique<Learned>(shelf)};
    cache.view = shows_q;
    CHECK(cache.ask("/s?q=a").body == "q=a");
    CHECK(cache.ask("/s?q=b").body == "q=b");
}

TEST_CASE("a cached page has the guest's fragments in its holes, and a private one has open holes")
{
    OneRoute cache;
    cache.view = [](PublicRequest& /*visitor*/) {
        return RenderedAnswer{.content = {"<a></a>", {{3, 0, "/_n"}}}};
    };
    CHECK(support::contains(cache.ask("/ls").body, ">guest</x-live></a>"));
    cache.view = [](PublicRequest& /*visitor*/) {
        return RenderedAnswer{.content = {"<a></a>", {{3, 0, "/_n"}}}, .may_be_cached = false};
    };
    CHECK(cache.ask("/cp").body == "<a></a>");
}
