// Purges and renewals from the visitor's side.
#include <doctest/doctest.h>

#include <map>
#include <stdexcept>
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

/// Items with one text each. Cached pages show them, and forms change them.
class Items {
public:
    Site site()
    {
        const auto item = [this](PublicRequest&, std::string_view name) {
            Page page = show("item " + texts[std::string{name}]);
            page.tag("item", name);
            return page;
        };
        const auto list = [this](PublicRequest&) {
            std::string all = "list";
            Page page = show("");
            for (const auto& [name, text] : texts) {
                all += ' ' + text;
                page.tag("item", name);
            }
            page.set("TEXT", all);
            return page;
        };
        const auto change = [this](Request& request, std::string_view name) -> Answer {
            const auto text = request.form().first("text");
            if (!text) throw BadRequest{"there is no text"};
            texts[std::string{name}] = *text;
            return redirect("/items");
        };
        const auto change_all = [this](Request& request, std::string_view name) -> Answer {
            texts[std::string{name}] = request.form().first("text").value_or("");
            outcome = purge(by_tag(tag("item", name), request.form().first("soft").has_value()));
            return redirect("/items");
        };
        return small_site(
            view<"/item/<name>">(cache_page<1h>(item)),
            view<"/item/<name>">(allow<Method::post, Method::put, Method::delete_>(change)),
            view<"/items">(cache_page<1h>(list)),
            view<"/change/<name>">(allow<Method::post>(change_all)));
    }
    std::map<std::string, std::string> texts{{"a", "one"}, {"b", "one"}};
    PurgeOutcome outcome;
};

class ItemClient : private SmallTemplates, public Items, public TestClient {
public:
    explicit ItemClient(std::unique_ptr<Store> store = nullptr)
        : TestClient{site(), {.templates = path(), .store = std::move(store)}}
    {
    }
    std::uint64_t purges() const { return application().cache().purges().index().count(); }
};

}  // namespace

TEST_CASE("an accepted form purges its own path, and no other")
{
    ItemClient client;
    for (const std::string path : {"/item/a", "/item/b", "/items"})
        client.get(path);
    CHECK(client.post("/item/a", {{"text", "two"}}).status == 303);
    CHECK(contains(client.get("/item/a").body, "item two"));
    CHECK(contains(status_of(client.get("/item/b")), "hit"));
    CHECK(contains(client.get("/items").body, "list one one"));
}

TEST_CASE("any method that changes something purges if it succeeds")
{
    ItemClient client;
    Headers own;
    own.set("Sec-Fetch-Site", "same-origin");
    own.set("Content-Type", "application/x-www-form-urlencoded");
    for (const Method method : {Method::post, Method::put, Method::delete_}) {
        client.get("/item/a");
        CHECK(contains(status_of(client.get("/item/a")), "hit"));
        CHECK(client.send(method, "/item/a?q=1", own, "text=x").status == 303);
        CHECK(contains(status_of(client.get("/item/a")), "fwd=stale; stored"));
    }
}

TEST_CASE("a refused form purges nothing")
{
    ItemClient client;
    client.get("/item/a");
    Headers other;
    other.set("Sec-Fetch-Site", "cross-site");
    CHECK(client.post("/item/a", {}).status == 400);
    CHECK(client.send(Method::post, "/item/a", other, "text=x").status == 403);
    CHECK(client.send(Method::patch, "/item/a", {}, "text=x").status >= 400);
    CHECK(client.purges() == 0);
    CHECK(contains(status_of(client.get("/item/a")), "hit"));
}

TEST_CASE("a form whose path has no cached page purges nothing")
{
    ItemClient client;
    CHECK(client.post("/in", {{"name", "Ana"}}).status == 303);
    CHECK(client.purges() == 0);
}

TEST_CASE("the answer to a request that has purged marks the visitor's browser, and no other does")
{
    ItemClient client;
    const auto mark = [&] { return client.cookies()["changed"]; };
    client.get("/item/a");
    CHECK(client.post("/in", {{"name", "Ana"}}).status == 303);
    CHECK(mark() == "");
    const auto changed = client.post("/change/a", {{"text", "two"}});
    const std::string first = mark();
    CHECK(first.size() == 11);
    CHECK(changed.headers.get("Cache-Control") == "private, no-cache");
    client.get("/item/a");
    CHECK(mark() == first);
    client.post("/item/a", {{"text", "three"}});  // purges its own path
    CHECK(mark() != first);
}

TEST_CASE("a view that purges and then fails marks the browser too")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/half">(allow<Method::post>([](Request&) -> Answer {
                          purge(everything());
                          throw std::runtime_error{"made to fail"};
                      }))),
                      {.templates = templates.path()}};
    CHECK(client.post("/half", {}).status == 500);
    CHECK(client.cookies()["changed"].size() == 11);
}

TEST_CASE("a decorator around a cached page that purges sends that page to this visitor alone")
{
    const SmallTemplates templates;
    const auto purging = [](Request& request, auto next) -> Result {
        if (request.query("purge")) purge(by_tag("other"));
        return next();
    };
    TestClient client{small_site(view<"/page">(decorate(
                          cache_page<1h>([](PublicRequest&) { return show("text"); }), purging))),
                      {.templates = templates.path()}};
    client.get("/page");
    const auto marked = client.get("/page?purge");
    CHECK(contains(status_of(marked), "hit"));
    CHECK(client.cookies()["changed"].size() == 11);
    CHECK(marked.headers.get("Cache-Control") == "private, no-cache");
    CHECK(contains(client.get("/page").headers.get("Cache-Control").value_or(""), "max-age=3600"));
}

TEST_CASE("a purge on another thread of the view marks no browser")
{
    const SmallTemplates templates;
    TestClient client{
        small_site(view<"/thread">(allow<Method::post>([](Request&) {
            std::jthread{[purges = SitePurges::of_this_thread()] { purges.purge(everything()); }};
            return redirect("/");
        }))),
        {.templates = templates.path()}};
    CHECK(client.post("/thread", {}).status == 303);
    CHECK(client.cookies()["changed"] == "");
}

TEST_CASE("methods that only read purge nothing")
{
    ItemClient client;
    client.get("/item/a");
    client.send(Method::head, "/item/a", {});
    client.send(Method::options, "/item/a", {});
    CHECK(client.purges() == 0);
}

TEST_CASE("a view purges by tag every page that shows what it changed")
{
    support::Shelf shelf;
    ItemClient client{std::make_unique<support::ShelfStore>(shelf)};
    for (const std::string path : {"/item/a", "/item/b", "/items"})
        client.get(path);
    client.post("/change/a", {{"text", "two"}});
    CHECK(client.outcome.complete());
    CHECK(client.purges() == 1);
    CHECK(contains(client.get("/item/a").body, "item two"));
    CHECK(contains(client.get("/items").body, "list two one"));
    CHECK(contains(status_of(client.get("/item/b")), "hit"));
}

TEST_CASE("after a soft purge the next visitor gets the old page, and the one after them the new")
{
    ItemClient client;
    client.get("/item/a");
    client.post("/change/a", {{"text", "two"}, {"soft", "1"}});
    const auto old = client.get("/item/a");
    CHECK(contains(old.body, "item one"));
    CHECK(contains(status_of(old), "hit; ttl=3600; detail=stale-while-revalidate"));
    const auto renewed = client.get("/item/a");
    CHECK(contains(renewed.body, "item two"));
    CHECK(status_of(renewed) == "Aspic; hit; ttl=3600");
}

TEST_CASE("without an application there is nothing to purge")
{
    {
        const ItemClient client;
        CHECK(purge(everything()).complete());
    }
    CHECK_THROWS_AS(purge(everything()), std::logic_error);
}

TEST_CASE("a page is renewed with everything that its view read from the first request")
{
    const SmallTemplates templates;
    int renderings = 0;
    TestClient client{small_site(view<"/reads">(cache_page<1h>([&](PublicRequest& request) {
                          ++renderings;
                          const auto said = [](std::optional<std::string_view> value) {
                              return value ? '[' + std::string{*value} + ']' : std::string{"none"};
                          };
                          return show(said(request.query("q")) + said(request.query("none")) +
                                      said(request.header("Accept-Language")) +
                                      said(request.header("DNT")) + said(request.host()) +
                                      said(request.scheme()));
                      }))),
                      {.templates = templates.path()}};
    Headers fields;
    fields.set("Accept-Language", "de, en;q=0.5");
    const std::string target = "/reads?utm=1&q=a%26b+c%3D";
    const std::string seen = "<p>[a&amp;b c=]none[de, en;q=0.5]none[localhost][http]</p>";
    CHECK(contains(client.get(target, fields).body, seen));
    client.advance(1h + 1s);
    CHECK(contains(status_of(client.get(target, fields)), "stale-while-revalidate"));
    CHECK(renderings == 2);
    const auto renewed = client.get(target, fields);
    CHECK(status_of(renewed) == "Aspic; hit; ttl=3600");
    CHECK(contains(renewed.body, seen));
    CHECK(renderings == 2);
}

TEST_CASE("a page that a signed-in visitor found stale is renewed for everybody")
{
    ItemClient client;
    client.get("/item/a");
    client.post("/in", {{"name", "Ana"}});
    client.advance(1h);
    client.get("/item/a");
    client.post("/out", {});
    const auto renewed = client.get("/item/a");
    CHECK(contains(status_of(renewed), "hit; ttl=3600"));
    CHECK(contains(renewed.body, "guest on /item/a"));
    CHECK_FALSE(contains(renewed.body, "Ana"));
}

TEST_CASE("if a view throws after the page's lifetime, the old page is served for a day")
{
    const SmallTemplates templates;
    bool fails = false;
    TestClient client{
        small_site(view<"/weather">(
            cache_page<1h, stale_while_revalidate<0s>, stale_if_error<24h>>([&](PublicRequest&) {
                if (fails) throw std::runtime_error{"no weather"};
                return show("sunny");
            }))),
        {.templates = templates.path()}};
    CHECK(client.get("/weather").headers.get("Cache-Control") ==
          "max-age=3600, stale-while-revalidate=0, stale-if-error=86400");
    fails = true;
    client.advance(24h);
    const auto old = client.get("/weather");
    CHECK(old.status == 200);
    CHECK(contains(old.body, "sunny"));
    CHECK(contains(status_of(old), "detail=stale-if-error"));
    client.advance(1h);
    CHECK(client.get("/weather").status == 500);
}

TEST_CASE("a page is sent in the client's preferred coding, and its 304 too")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/long">(cache_page<1h>(
                          [](PublicRequest&) { return show(std::string(5000, 'x')); }))),
                      {.templates = templates.path()}};
    const auto plain = client.get("/long");
    CHECK(plain.headers.get("Vary") == "Accept-Encoding");
    CHECK_FALSE(plain.headers.has("Content-Encoding"));
    Headers fields;
    fields.set("Accept-Encoding", "gzip");
    const auto zipped = client.get("/long", fields);
    CHECK(zipped.headers.get("Content-Encoding") == "gzip");
    CHECK(zipped.headers.get("Content-Length") == std::to_string(zipped.body.size()));
    CHECK(zipped.body.size() * 5 < plain.body.size());
    CHECK(zipped.headers.get("ETag") != plain.headers.get("ETag"));
    CHECK(client.send(Method::head, "/long", fields).headers.get("Content-Length") ==
          zipped.headers.get("Content-Length"));
    fields.set("If-None-Match", zipped.headers.get("ETag").value());
    const auto unchanged = client.get("/long", fields);
    CHECK(unchanged.status == 304);
    CHECK(unchanged.headers.get("ETag") == zipped.headers.get("ETag"));
    CHECK(unchanged.headers.get("Vary") == "Accept-Encoding");
}

TEST_CASE("peek shows the entry that would answer a guest's GET")
{
    ItemClient client;
    CHECK(client.application().peek("/item/a") == nullptr);
    client.get("/item/a");
    const EntryPtr entry = client.application().peek("/item/a?utm=1");
    REQUIRE(entry);
    CHECK(entry->path == "/item/a");
    CHECK(entry->tags == std::vector<std::string>{"item:a"});
    for (const std::string target : {"/item/b", "/", "/nowhere", "/in", "not a path"})
        CHECK(client.application().peek(target) == nullptr);
}
