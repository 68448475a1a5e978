#include <aspic/site/decorators.h>

#include <doctest/doctest.h>

#include <aspic/http/cache_control.h>
#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::show;
using support::small_site;
using support::SmallTemplates;

namespace {

constexpr Path<"/account/<page>"> account_path;

auto sign_in_path = [] { return std::string{"/account/sign-in"}; };

Page diary(Request& request, std::string_view day, int number)
{
    return show(std::string{request.session().name()} + " " + std::string{day} +
                std::to_string(number));
}

Page almanac(PublicRequest& request, std::string_view day)
{
    return show(std::string{day} + std::string{request.query("q").value_or("")});
}

/// A decorator of a site. It counts the calls of the view that it wraps.
int counted = 0;
auto counting = [](auto view) {
    return decorate(view, [](auto& /*request*/, auto&& inner) {
        ++counted;
        return inner();
    });
};

template <class View, class Result, class Asked, class... C>
constexpr bool has_signature()
{
    using Signature = SignatureOf<View>;
    return std::is_same_v<typename Signature::Result, Result> &&
           std::is_same_v<typename Signature::Request, Asked> &&
           std::is_same_v<typename Signature::Captures, std::tuple<C...>>;
}

}  // namespace

TEST_CASE("decorators keep the request and the captures of the wrapped view, in any order")
{
    using Text = std::string_view;
    CHECK(has_signature<decltype(counting(diary)), Page, Request, Text, int>());
    CHECK(has_signature<decltype(allow<Method::post>(diary)), Page, Request, Text, int>());
    CHECK(has_signature<decltype(signed_in<sign_in_path>(diary)), Result, Request, Text, int>());
    CHECK(has_signature<decltype(counting(almanac)), Page, PublicRequest, Text>());
    CHECK(has_signature<decltype(counting(cache_page<1h>(almanac))), FromCache, Request, Text>());
    CHECK(has_signature<decltype(cache_page<1h>(counting(almanac))), FromCache, Request, Text>());
    CHECK(has_signature<decltype(signed_in<sign_in_path>(
                            allow<Method::get>(counting(cache_page<1h>(counting(almanac)))))),
                        Result, Request, Text>());
}

TEST_CASE("the methods and the cache of a wrapped view stay visible")
{
    const auto posting = counting(signed_in<sign_in_path>(allow<Method::post>(diary)));
    CHECK(decltype(posting)::methods.contains(Method::post));
    CHECK_FALSE(decltype(posting)::methods.contains(Method::get));
    CHECK(is_cached_view<decltype(counting(allow<Method::get>(cache_page<1h>(almanac))))>);
    CHECK_FALSE(is_cached_view<decltype(counting(almanac))>);
    const auto outer = allow<Method::get>(allow<Method::post>(diary));
    CHECK_FALSE(decltype(outer)::methods.contains(Method::post));
}

TEST_CASE("a decorator outside the cache runs for each request, one inside for each rendering")
{
    const SmallTemplates templates;
    TestClient outside{small_site(view<"/day/<d>">(counting(cache_page<1h>(almanac)))),
                       {.templates = templates.path()}};
    counted = 0;
    for (int i = 0; i < 3; ++i)
        CHECK(outside.get("/day/monday").status == 200);
    CHECK(counted == 3);
    TestClient inside{small_site(view<"/day/<d>">(cache_page<1h>(counting(almanac)))),
                      {.templates = templates.path()}};
    counted = 0;
    for (int i = 0; i < 3; ++i)
        CHECK(inside.get("/day/monday").status == 200);
    CHECK(counted == 1);
}

TEST_CASE("a page behind signed_in is renewed in the background, without its gate")
{
    const SmallTemplates templates;
    int made = 0;
    const auto numbered = [&made](PublicRequest& /*request*/) {
        return show("made " + std::to_string(++made));
    };
    TestClient client{
        small_site(view<"/number">(signed_in<sign_in_path>(cache_page<1s>(numbered)))),
        {.templates = templates.path()}};
    client.post("/in", {});
    CHECK(contains(client.get("/number").body, "made 1"));
    client.advance(2s);
    const auto stale = client.get("/number");
    CHECK(contains(stale.body, "made 1"));
    CHECK(contains(stale.headers.get("Cache-Status").value(), "stale-while-revalidate"));
    CHECK(made == 2);
    const auto renewed = client.get("/number");
    CHECK(contains(renewed.body, "made 2"));
    CHECK(renewed.headers.get("Cache-Status")->starts_with("Aspic; hit; ttl=1"));
    client.post("/out", {});
    CHECK(client.get("/number").status == 303);
}

TEST_CASE("a decorator around a cached page does not run for the page's renewal")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/day/<d>">(counting(cache_page<1s>(almanac)))),
                      {.templates = templates.path()}};
    client.get("/day/monday");
    client.advance(2s);
    counted = 0;
    CHECK(contains(client.get("/day/monday").headers.get("Cache-Status").value(), "stale"));
    CHECK(counted == 1);
    CHECK(client.get("/day/monday").headers.get("Cache-Status") == "Aspic; hit; ttl=1");
}

TEST_CASE("a decorator may answer itself, and the decorated view returns its answer")
{
    const auto closed = [](auto inner) {
        return decorate(inner, [](auto& request, auto&& next) -> Result {
            if (request.header("X-Closed")) return redirect("/closed");
            return next();
        });
    };
    const auto replaced = [](auto inner) {
        return decorate(inner, [](auto& /*request*/, auto&& next) {
            next();
            return text("replaced");
        });
    };
    using Text = std::string_view;
    CHECK(has_signature<decltype(closed(diary)), Result, Request, Text, int>());
    CHECK(has_signature<decltype(replaced(diary)), Response, Request, Text, int>());
    CHECK(has_signature<decltype(replaced(cache_page<1h>(almanac))), Response, Request, Text>());

    const SmallTemplates templates;
    TestClient client{small_site(view<"/own">(closed([](Request&) { return show("open"); })),
                                 view<"/day/<d>">(closed(cache_page<1h>(almanac))),
                                 view<"/made/<d>">(cache_page<1h>(closed(almanac))),
                                 view<"/other/<d>">(replaced(cache_page<1h>(almanac)))),
                      {.templates = templates.path()}};
    Headers when_closed;
    when_closed.set("X-Closed", "yes");
    for (const auto* path : {"/own", "/day/monday", "/made/monday"}) {
        CAPTURE(path);
        const auto answer = client.get(path, when_closed);
        CHECK(answer.status == 303);
        CHECK(answer.headers.get("Location") == "/closed");
        CHECK(client.get(path).status == 200);
    }
    CHECK(client.get("/other/monday").body == "replaced");
    CHECK(client.application().peek("/other/monday") == nullptr);
}

TEST_CASE("a decorator sets fields of an answer from the cache, but not of the stored page")
{
    const auto marked = [](auto inner) {
        return decorate(inner, [](auto& request, auto&& next) {
            auto answer = next();
            if (const auto mark = request.header("X-Mark")) answer.header("X-Mark", *mark);
            return answer;
        });
    };
    const SmallTemplates templates;
    TestClient client{
        small_site(view<"/day/<d>">(marked(cache_page<1h>([](PublicRequest&, std::string_view day) {
            Page page = show(day);
            page.header("X-Mark", "its own");
            return page;
        })))),
        {.templates = templates.path()}};
    Headers asks;
    asks.set("X-Mark", "first");
    CHECK(client.get("/day/monday", asks).headers.joined("X-Mark") == "first");
    asks.set("X-Mark", "second");
    const auto hit = client.get("/day/monday", asks);
    CHECK(hit.headers.joined("X-Mark") == "second");
    CHECK(contains(hit.headers.get("Cache-Status").value(), "hit"));
    CHECK(hit.headers.get("Content-Length") == std::to_string(hit.body.size()));
    CHECK(client.get("/day/monday").headers.joined("X-Mark") == "its own");
    client.post("/in", {});
    const auto assembled = client.get("/day/monday", asks);
    CHECK(contains(assembled.headers.get("Cache-Status").value(), "assembled"));
    CHECK(assembled.headers.joined("X-Mark") == "second");
}

TEST_CASE("browsers may store a page behind a gate, and other caches may not")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/day/<d>">(counting(cache_page<1h>(almanac)))),
                      {.templates = templates.path()}};
    for (int round = 0; round < 2; ++round)
        CHECK(client.get("/day/monday").headers.get("Cache-Control") == "private, max-age=3600");
    CHECK(client.get("/cached/ls").headers.get("Cache-Control") == "max-age=3600");
}

TEST_CASE("no other cache may store what is behind a gate, whatever the view and the request say")
{
    const SmallTemplates templates;
    const auto open = [](PublicRequest& request) {
        Response response = text("a", request.query("x") == "402" ? 402 : 200);
        response.headers.set("Cache-Control", "public, max-age=600, s-maxage=700");
        response.headers.set("CDN-Cache-Control", "max-age=600");
        response.headers.set("Surrogate-Control", "max-age=600");
        return response;
    };
    const auto asked = [](Request& request) { return request.query("x") == "unless"; };
    TestClient client{
        small_site(view<"/stated">(signed_in<sign_in_path>(cache_page<from_response>(open))),
                   view<"/hour">(signed_in<sign_in_path>(cache_page<1h>(open, unless(asked))))),
        {.templates = templates.path()}};
    client.post("/in", {});
    Headers authorized;
    authorized.set("Authorization", "Basic YTpi");
    for (const auto* path : {"/stated", "/stated", "/stated?x=402", "/hour", "/hour", "/hour?x=402",
                             "/hour?x=unless"}) {
        for (const Headers& fields : {Headers{}, authorized}) {
            CAPTURE(path);
            const auto answer = client.get(path, fields);
            const auto control = CacheControl::of(answer.headers);
            CHECK(control.is_private);
            CHECK_FALSE(control.is_public);
            CHECK_FALSE(control.s_maxage);
            CHECK_FALSE(answer.headers.has("CDN-Cache-Control"));
            CHECK_FALSE(answer.headers.has("Surrogate-Control"));
        }
    }
}

TEST_CASE("a form that a decorator answers in place of its view purges nothing")
{
    const SmallTemplates templates;
    TestClient client{
        small_site(view<"/page">(cache_page<1h>([](PublicRequest&) { return show("page"); })),
                   view<"/page">(signed_in<sign_in_path>(
                       allow<Method::post>([](Request&) { return redirect("/page"); })))),
        {.templates = templates.path()}};
    const auto is_hit = [&] {
        return contains(client.get("/page").headers.get("Cache-Status").value(), "hit");
    };
    client.get("/page");
    CHECK(client.post("/page", {}).headers.get("Location") == "/account/sign-in?next=%2F");
    CHECK(is_hit());
    client.post("/in", {});
    CHECK(client.post("/page", {}).headers.get("Location") == "/page");
    CHECK_FALSE(is_hit());
}

TEST_CASE("only signed-in visitors see the page, and others are redirected to sign in and back")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/diary/<day>/<int:n>">(signed_in<sign_in_path>(diary))),
                      {.templates = templates.path()}};
    const auto sent = client.get("/diary/mon%26day/1");
    CHECK(sent.status == 303);
    CHECK(sent.headers.get("Location") == "/account/sign-in?next=%2Fdiary%2Fmon%2526day%2F1");
    client.post("/in", {{"name", "Ana"}});
    CHECK(contains(client.get("/diary/monday/1").body, "Ana monday1"));
}

TEST_CASE("the redirect back contains the query")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/diary/<day>/<int:n>">(signed_in<sign_in_path>(diary))),
                      {.templates = templates.path()}};
    CHECK(client.get("/diary/a/1?page=2&q=%20").headers.get("Location") ==
          "/account/sign-in?next=%2Fdiary%2Fa%2F1%3Fpage%3D2%26q%3D%2520");
}

TEST_CASE("a cached page inside signed_in comes from the cache, only for signed-in visitors")
{
    const SmallTemplates templates;
    TestClient client{
        small_site(view<"/day/<d>">(signed_in<sign_in_path>(cache_page<1h>(almanac)))),
        {.templates = templates.path()}};
    CHECK(client.get("/day/monday").status == 303);
    client.post("/in", {});
    CHECK(contains(client.get("/day/monday").headers.get("Cache-Status").value(), "stored"));
    CHECK(contains(client.get("/day/monday").headers.get("Cache-Status").value(), "hit"));
    client.post("/out", {});
    CHECK(client.get("/day/monday").status == 303);
}

TEST_CASE("allow accepts the methods that it names, and answers others with 405")
{
    const SmallTemplates templates;
    TestClient client{
        small_site(view<"/form">(allow<Method::get, Method::post>([](Request& request) -> Answer {
            if (request.method() == Method::post) return redirect("/");
            return show("form");
        }))),
        {.templates = templates.path()}};
    CHECK(client.get("/form").status == 200);
    CHECK(client.send(Method::head, "/form", {}).status == 200);
    CHECK(client.post("/form", {}).status == 303);
    Headers own;
    own.set("Sec-Fetch-Site", "same-origin");
    const auto put = client.send(Method::put, "/form", own);
    CHECK(put.status == 405);
    CHECK(put.headers.get("Allow") == "GET, HEAD, POST");
}
