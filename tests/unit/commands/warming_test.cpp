#include <aspic/commands/warming.h>

#include <doctest/doctest.h>

#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

constexpr Path<"/in"> in_path;

struct Warming {
    explicit Warming(bool* fails = nullptr)
        : client{support::small_site(
                     view<"/fails">(cache_page<1min, stale_while_revalidate<1h>>(
                         [fails](PublicRequest& /*request*/) -> Response {
                             if (fails != nullptr && *fails) throw std::runtime_error{"told to"};
                             return text("well");
                         })),
                     view<"/private">(cache_page<1h>([](PublicRequest& /*request*/) {
                         Response response = text("x");
                         response.headers.set("Set-Cookie", "a=b");
                         return response;
                     })),
                     view<"/members">(signed_in<in_path>(
                         cache_page<1min>([](PublicRequest& /*request*/) { return text("m"); }))),
                     view<"/host">(cache_page<1h>(
                         [](PublicRequest& request) { return text(std::string{request.host()}); })),
                     view<"/scheme">(cache_page<1h>([](PublicRequest& request) {
                         return text(std::string{request.scheme()});
                     })),
                     view<"/counted">([this](Request& /*request*/) {
                         ++counted;
                         return text("x");
                     })),
                 {.templates = templates.path()}}
    {
    }
    WarmResult warm(const std::string& target) { return warm_page(client.application(), target); }

    support::SmallTemplates templates;
    int counted = 0;
    TestClient client;
};

}  // namespace

TEST_CASE("a page is rendered once, and is fresh after that")
{
    Warming site;
    CHECK(site.warm("/cached/a").what == Warmed::rendered);
    CHECK(site.warm("/cached/a").what == Warmed::fresh);
    CHECK(site.warm("/cached/a?unread=1").what == Warmed::fresh);
    CHECK(site.warm("/cached/a?q=1").what == Warmed::rendered);
}

TEST_CASE("pages that are not cached are counted separately from pages that fail")
{
    bool fails = true;
    Warming site{&fails};
    CHECK(site.warm("/").what == Warmed::not_cacheable);
    const WarmResult cookie = site.warm("/private");
    CHECK(cookie.what == Warmed::not_cacheable);
    CHECK(cookie.why == "set-cookie");
    const WarmResult missing = site.warm("/no/such/page");
    CHECK(missing.what == Warmed::failed);
    CHECK(missing.why == "the answer is 404 Not Found");
    CHECK(site.warm("/fails").what == Warmed::failed);
}

TEST_CASE("a page with a gate is warmed too, and the gate does not run")
{
    Warming site;
    CHECK(site.client.get("/members").status == 303);
    CHECK(site.warm("/members").what == Warmed::rendered);
    CHECK(site.warm("/members").what == Warmed::fresh);
    site.client.advance(2min);
    CHECK(site.warm("/members").what == Warmed::rendered);
    CHECK(site.client.get("/members").status == 303);
    site.client.post("/in", {});
    CHECK(site.client.get("/members").body == "m");
    CHECK(site.client.get("/members").headers.get("Cache-Status")->starts_with("Aspic; hit"));
}

TEST_CASE("a view that is not cached does not run to be warmed")
{
    Warming site;
    CHECK(site.warm("/counted").what == Warmed::not_cacheable);
    CHECK(site.counted == 0);
    CHECK(site.warm("/in").why == "the answer is 405 Method Not Allowed");
    CHECK(site.warm("/counted/").what == Warmed::not_cacheable);
    CHECK(site.warm("no path").why == "the answer is 400 Bad Request");
}

TEST_CASE("a page whose view reads the host is warmed for each host that is named")
{
    Warming site;
    for (const std::string path : {"/host", "/scheme"}) {
        const WarmResult nowhere = site.warm(path);
        CHECK(nowhere.what == Warmed::failed);
        CHECK(support::contains(nowhere.why, "--host"));
        CHECK(site.warm(path).what == Warmed::failed);  // also if it is in the cache
        CHECK(site.warm("https://localhost" + path).what == Warmed::rendered);
        CHECK(site.warm("https://localhost" + path).what == Warmed::fresh);
    }
    CHECK(site.client.get("/host").headers.get("Cache-Status")->starts_with("Aspic; hit"));
    CHECK(site.client.get("/host").body == "localhost");
    CHECK(site.warm("https://a/cached/a").what == Warmed::rendered);
    CHECK(site.warm("http://b/cached/a").what == Warmed::fresh);
}

TEST_CASE("a stale page is rendered again or fails")
{
    bool fails = false;
    Warming site{&fails};
    CHECK(site.warm("/fails").what == Warmed::rendered);
    site.client.advance(2min);
    CHECK(site.warm("/fails").what == Warmed::rendered);
    CHECK(site.warm("/fails").what == Warmed::fresh);
    site.client.advance(2min);
    fails = true;
    CHECK(site.warm("/fails").what == Warmed::failed);
}

TEST_CASE("many pages are warmed by several threads, and the first failures are kept")
{
    Warming site;
    // Warm one page first: after that the inputs of the view are known, and the page is fresh.
    CHECK(warm_pages(site.client.application(), {"/cached/0"}, 1, [] {}).rendered == 1);
    std::vector<std::string> targets{"/"};
    for (int i = 0; i < 40; ++i)
        targets.push_back("/cached/" + std::to_string(i));
    for (int i = 0; i < 15; ++i)
        targets.push_back("/missing/" + std::to_string(i));
    std::atomic<int> advanced{0};
    const WarmSummary summary =
        warm_pages(site.client.application(), targets, 4, [&] { ++advanced; });
    CHECK(advanced == 56);
    CHECK(summary.rendered == 39);
    CHECK(summary.fresh == 1);
    CHECK(summary.not_cacheable == 1);
    CHECK(summary.failed == 15);
    CHECK(summary.examples.size() == WarmSummary::most_examples);
}
