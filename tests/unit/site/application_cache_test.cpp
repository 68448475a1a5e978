// The page cache from the visitor's side.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/cache_status.h"
#include "../support/message_of.h"
#include "../support/shelf.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::show;
using support::small_site;
using support::SmallTemplates;
using support::status_of;

namespace {

const std::string marker = "<script>var CACHE_CONTROL=3600;</script>";

Headers fields(std::string_view name, std::string_view value)
{
    Headers headers;
    headers.set(name, value);
    return headers;
}

std::unique_ptr<Store> store_on(support::Shelf& shelf)
{
    return std::make_unique<support::ShelfStore>(shelf);
}

}  // namespace

TEST_CASE("a cached page is first a stored miss, then a hit with its age and the same bytes")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const auto first = client.get("/cached/ls");
    CHECK(status_of(first) == "Aspic; fwd=uri-miss; stored; ttl=3600");
    CHECK(first.headers.get("Cache-Control") == "max-age=3600");
    CHECK(contains(first.body, marker + "</body>"));
    client.advance(100s);
    const auto second = client.get("/cached/ls?utm_source=x");
    CHECK(status_of(second) == "Aspic; hit; ttl=3500");
    CHECK(second.headers.get("Age") == "100");
    CHECK(second.body == first.body);
    CHECK(client.get("/cached/ls?q=1").body != first.body);
}

TEST_CASE("a page that a signed-in visitor rendered is stored with the guest's fragments")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    client.post("/in", {{"name", "Ana"}});
    CHECK(contains(status_of(client.get("/cached/new")), "stored"));
    const auto entry = client.application().peek("/cached/new");
    REQUIRE(entry);
    CHECK(contains(entry->html(), "guest on /cached/new"));
    CHECK_FALSE(contains(entry->html(), "Ana"));
    CHECK_FALSE(entry->fields.has("Set-Cookie"));
}

TEST_CASE("HEAD is answered from the cache, and a HEAD that misses stores the whole page")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const auto head = client.send(Method::head, "/cached/ls", {});
    CHECK(contains(status_of(head), "stored"));
    CHECK(head.body.empty());
    const auto whole = client.get("/cached/ls");
    CHECK(contains(status_of(whole), "hit"));
    CHECK(head.headers.get("Content-Length") == std::to_string(whole.body.size()));
}

TEST_CASE("a browser that has the page gets 304 without a body")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const auto whole = client.get("/cached/ls");
    const auto by_tag =
        client.get("/cached/ls", fields("If-None-Match", whole.headers.get("ETag").value()));
    CHECK(by_tag.status == 304);
    CHECK(by_tag.body.empty());
    CHECK(by_tag.headers.get("ETag") == whole.headers.get("ETag"));
    CHECK_FALSE(by_tag.headers.has("Content-Length"));
    const auto by_date = client.get(
        "/cached/ls", fields("If-Modified-Since", whole.headers.get("Last-Modified").value()));
    CHECK(by_date.status == 304);
}

TEST_CASE("with unless a request bypasses the cache, without marker, and gets its own fragments")
{
    const SmallTemplates templates;
    support::Shelf shelf;
    TestClient client{small_site(view<"/rendered">(cache_page<1h>(
                          [](PublicRequest&) { return show("rendered"); },
                          unless([](Request& request) { return request.session().signed_in(); })))),
                      {.templates = templates.path(), .store = store_on(shelf)}};
    client.post("/in", {{"name", "Ana"}});
    const auto own = client.get("/rendered");
    CHECK(status_of(own) == "Aspic; fwd=bypass; detail=unless");
    CHECK_FALSE(contains(own.body, "CACHE_CONTROL"));
    CHECK(contains(own.body, "Ana on /rendered"));
    CHECK(own.headers.get("Cache-Control") == "private, no-cache");
    CHECK(shelf.saved == 0);
    client.post("/out", {});
    CHECK(contains(status_of(client.get("/rendered")), "stored"));
    CHECK(shelf.saved == 1);
}

TEST_CASE("a request with Authorization bypasses the cache")
{
    const SmallTemplates templates;
    support::Shelf shelf;
    TestClient client{small_site(), {.templates = templates.path(), .store = store_on(shelf)}};
    const auto answer = client.get("/cached/ls", fields("Authorization", "Basic YTpi"));
    CHECK(status_of(answer) == "Aspic; fwd=bypass; detail=authorization");
    CHECK(answer.headers.get("Cache-Control") == "private, no-cache");
    CHECK(shelf.saved == 0);
}

TEST_CASE("in debug mode there is no marker, and nothing is stored")
{
    const SmallTemplates templates;
    support::Shelf shelf;
    TestClient client{small_site(),
                      {.templates = templates.path(), .debug = true, .store = store_on(shelf)}};
    for (int round = 0; round < 2; ++round) {
        const auto answer = client.get("/cached/ls");
        CHECK(status_of(answer) == "Aspic; fwd=bypass; detail=debug");
        CHECK_FALSE(contains(answer.body, "CACHE_CONTROL"));
    }
    CHECK(shelf.saved == 0);
}

TEST_CASE("a page with cache_page that sets a cookie is private and not stored")
{
    const SmallTemplates templates;
    support::Shelf shelf;
    TestClient client{small_site(view<"/cookie">(cache_page<1h>([](PublicRequest&) {
                          Page page = show("x");
                          page.header("Set-Cookie", "a=1");
                          page.header("Cache-Control", "public, max-age=60");
                          return page;
                      }))),
                      {.templates = templates.path(), .store = store_on(shelf)}};
    const auto answer = client.get("/cookie");
    CHECK(status_of(answer) == "Aspic; fwd=uri-miss; detail=set-cookie");
    CHECK(answer.headers.get("Cache-Control") == "private, no-cache");
    CHECK(answer.headers.get("Set-Cookie") == "a=1");
    CHECK_FALSE(contains(answer.body, "CACHE_CONTROL"));
    CHECK(shelf.saved == 0);
}

TEST_CASE("a 404 that a cached view throws is stored as a page, for its short time")
{
    const SmallTemplates templates;
    TestClient client{
        small_site(view<"/missing">(cache_page<1h, stale_while_revalidate<0s>>(
            [](PublicRequest&) -> Page { throw NotFound{"there is no such page"}; }))),
        {.templates = templates.path()}};
    CHECK(client.get("/missing").status == 404);
    client.advance(59s);
    const auto kept = client.get("/missing");
    CHECK(kept.status == 404);
    CHECK(contains(status_of(kept), "hit"));
    CHECK(contains(kept.body, "there is no such page"));
    client.advance(1s);
    CHECK(contains(status_of(client.get("/missing")), "fwd=stale"));
}

TEST_CASE("a cached view that fails gives a 500 that is not stored")
{
    const SmallTemplates templates;
    support::Shelf shelf;
    TestClient client{small_site(view<"/fails">(cache_page<1h>(
                          [](PublicRequest&) -> Page { throw std::runtime_error{"secret"}; }))),
                      {.templates = templates.path(), .store = store_on(shelf)}};
    const auto answer = client.get("/fails");
    CHECK(answer.status == 500);
    CHECK_FALSE(contains(answer.body, "secret"));
    CHECK(answer.headers.get("Cache-Control") == "private, no-cache");
    CHECK(shelf.saved == 0);
}

TEST_CASE("many threads may request pages and fragments from one application")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const Application& application = client.application();
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (int i = 0; i < 100; ++i) {
                for (const std::string& target :
                     {"/cached/" + std::to_string(i % 7) + "?q=" + std::to_string(i % 3),
                      std::string{"/"}, std::string{"/_live?fragment=/_navigation"}}) {
                    RequestSource source;
                    source.target = target;
                    const auto wire = application.answer(std::move(source));
                    if (status_of(wire) == 200) ++good;
                }
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(good.load() == 4 * 100 * 3);
}
