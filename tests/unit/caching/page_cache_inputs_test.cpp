// Which pages share an entry: what each view has read decides it, and nothing else.
#include <aspic/caching/page_cache.h>

#include <doctest/doctest.h>

#include <string>

#include "../support/message_of.h"
#include "../support/one_route.h"
#include "../support/shelf.h"

using namespace aspic;
using support::contains;
using support::field_of;
using support::OneRoute;
using support::Shelf;
using support::ShelfStore;
using support::shows_q;

namespace {

/// /s shows the parameter q, /private must not be stored and reads the field X, /fails?q=bad fails;
/// other pages read nothing.
RenderedAnswer mixed(ForwardRequest& visitor)
{
    if (visitor.path() == "/s") return shows_q(visitor);
    if (visitor.path() == "/private") {
        visitor.header("X");
        return {.content = {"private", {}}, .may_be_cached = false};
    }
    if (visitor.path() == "/fails" && visitor.query("q") == "bad") return {.status = 500};
    return {.content = {"page of " + std::string{visitor.path()}, {}}};
}

std::string status_of(OneRoute& cache, std::string_view target, std::string_view x = "")
{
    return cache.ask(target, OneRoute::one_hour, {{"X", x}}).cache_status;
}

constexpr std::string_view hit = "Aspic; hit; ttl=3600";

}  // namespace

TEST_CASE("a page that is not stored does not split the other pages of its route")
{
    OneRoute cache;
    cache.view = mixed;
    status_of(cache, "/private", "1");
    cache.ask("/ls");
    const int before = cache.renderings;
    for (int i = 0; i < 20; ++i)
        CHECK(status_of(cache, "/ls", std::to_string(i)) == hit);
    CHECK(cache.renderings == before);
}

TEST_CASE("pages keep their entries when another page of the route reads more")
{
    OneRoute cache;
    cache.view = mixed;
    cache.ask("/ls");
    CHECK(contains(cache.ask("/s?q=a").body, "q=a"));
    CHECK(status_of(cache, "/ls") == hit);
    CHECK(status_of(cache, "/ls?q=other") == hit);
    CHECK(status_of(cache, "/s?q=a") == hit);
    CHECK(cache.ask("/s?q=b").body == "q=b");
    CHECK(cache.renderings == 3);
}

TEST_CASE("another process finds pages with different inputs")
{
    Shelf shelf;
    const auto every_page = [](PageCacheSettings& settings) { settings.min_uses = 1; };
    OneRoute one{std::make_unique<ShelfStore>(shelf), every_page};
    OneRoute two{std::make_unique<ShelfStore>(shelf), every_page};
    one.view = two.view = mixed;
    one.ask("/ls");
    one.ask("/s?q=a");
    CHECK(two.ask("/s?q=a").cache_status == hit);
    CHECK(two.ask("/ls?q=other").cache_status == hit);
    CHECK(two.ask("/s?q=b").body == "q=b");
    CHECK(two.peek("/s?q=a"));
    CHECK(two.renderings == 1);
}

TEST_CASE("a query that fails does not fail other queries of the page")
{
    OneRoute cache;
    cache.view = mixed;
    CHECK(contains(status_of(cache, "/fails?q=bad"), "detail=status"));
    CHECK(contains(status_of(cache, "/fails?q=bad"), "failed-before"));
    CHECK(cache.ask("/fails?q=good").body == "page of /fails");
    CHECK(contains(status_of(cache, "/fails?q=bad"), "failed-before"));
    CHECK(status_of(cache, "/fails?q=good") == hit);
}

TEST_CASE("a view that reads names from visitors fills neither the memory nor its route")
{
    OneRoute cache;
    cache.view = [](ForwardRequest& visitor) {
        visitor.query(visitor.path());
        return RenderedAnswer{.content = {"page", {}}};
    };
    const int most = static_cast<int>(RouteInputs::most_inputs);
    for (int i = 0; i < most; ++i)
        CHECK(contains(cache.ask('/' + std::to_string(i)).cache_status, "stored"));
    for (int i = most; i < 3'000; ++i) {
        const auto answer = cache.ask('/' + std::to_string(i));
        REQUIRE(answer.cache_status == "Aspic; fwd=uri-miss; detail=too-many-inputs");
        REQUIRE(answer.body == "page");
    }
    CHECK(cache.ask("/5").cache_status == hit);
    CHECK(cache.cache.memory().entries() == RouteInputs::most_inputs);
}

TEST_CASE("a field that only the response's Vary names is part of the key")
{
    OneRoute cache;
    cache.view = [](ForwardRequest& visitor) {
        RenderedAnswer rendered{.content = {"for " + std::string{visitor.path()}, {}}};
        if (visitor.path() == "/varies") rendered.headers.set("Vary", "X");
        return rendered;
    };
    CHECK(contains(status_of(cache, "/varies", "1"), "stored"));
    CHECK(contains(status_of(cache, "/varies", "2"), "stored"));
    CHECK(status_of(cache, "/varies", "1") == hit);
    status_of(cache, "/ls", "1");
    CHECK(status_of(cache, "/ls", "2") == hit);
}

TEST_CASE("a stored page says which parameters do not change it")
{
    OneRoute cache;
    cache.view = mixed;
    CHECK(field_of(cache.ask("/s?q=1&utm=2").head, "No-Vary-Search") == "params, except=(\"q\")");
    CHECK(field_of(cache.ask("/ls").head, "No-Vary-Search") == "params");

    CachePolicy seen = OneRoute::one_hour;
    seen.sees_request = true;
    CHECK_FALSE(contains(cache.ask("/cp", seen).head, "No-Vary-Search"));

    OneRoute silent{nullptr, [](PageCacheSettings& settings) { settings.no_vary_search = false; }};
    CHECK_FALSE(contains(silent.ask("/ls").head, "No-Vary-Search"));

    cache.view = [](ForwardRequest& visitor) {
        visitor.raw_query();
        return RenderedAnswer{.content = {"page", {}}};
    };
    CHECK_FALSE(contains(cache.ask("/raw?x").head, "No-Vary-Search"));
}
