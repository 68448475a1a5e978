#include <aspic/site/application.h>
#include <aspic/site/test_client.h>

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>

#include "../support/cache_status.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::small_site;
using support::SmallTemplates;
using support::status_of;

namespace {

/// Answers with the request that it got.
Response echo(Request& request)
{
    return text(std::string{method_name(request.method())} + " " + std::string{request.path()} +
                " " + std::string{request.header("X-Note").value_or("")} + " " +
                std::string{request.cookie("a").value_or("")} + " " + std::string{request.body()});
}

/// A site with a page, and everything that may purge it: a view, its start, a command, and a
/// thread.
struct NewsSite {
    Site site()
    {
        Site news = small_site(view<"/news">(cache_page<1h>([](PublicRequest& /*request*/) {
                                   Page page = support::show("news");
                                   page.tag("news");
                                   return page;
                               })),
                               view<"/publish">(allow<Method::post>([this](Request& /*request*/) {
                                   outcome = purge(by_tag(tag("news")));
                                   return redirect("/news");
                               })));
        news.on_start([this](const Settings& /*settings*/) {
            outcome = purge(everything());
            purges = SitePurges::of_this_thread();
        });
        news.command("import", "get the news", [this](const Settings& /*settings*/) {
            outcome = purge(by_tag(tag("news")));
            return outcome.complete() ? 0 : 1;
        });
        return news;
    }
    PurgeOutcome outcome;
    std::optional<SitePurges> purges;
};

class NewsClient : private SmallTemplates, public NewsSite, public TestClient {
public:
    explicit NewsClient(bool is_lost = false)
        : TestClient{site(), {.templates = path(), .purge_log_is_lost = is_lost}}
    {
        get("/news");
    }
    bool has_page_in_cache() { return contains(status_of(get("/news")), "hit"); }
};

}  // namespace

TEST_CASE("the client sends fields, cookies and forms as a browser does")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/echo">(allow<Method::get, Method::post>(echo))),
                      {.templates = templates.path()}};
    Headers fields;
    fields.set("X-Note", "n");
    client.cookies()["a"] = "1";
    CHECK(client.get("/echo", fields).body == "GET /echo n 1 ");
    CHECK(client.post("/echo", {{"x", "a b"}, {"y", "&"}}).body == "POST /echo  1 x=a%20b&y=%26");
}

TEST_CASE("the client asks localhost, or the host that it names")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/host">(
                          [](Request& request) { return text(std::string{request.host()}); })),
                      {.templates = templates.path()}};
    CHECK(client.get("/host").body == "localhost");
    Headers fields;
    fields.set("Host", "example.org:8080");
    CHECK(client.get("/host", fields).body == "example.org:8080");
    fields.set("Host", "a/b");
    CHECK(client.get("/host", fields).status == 400);
}

TEST_CASE("the client keeps cookies, and drops those that are removed")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    CHECK(client.post("/in", {}).status == 303);
    CHECK(client.cookies().size() == 2);
    CHECK(client.cookies().contains("session"));
    CHECK(client.cookies().contains("live"));
    client.post("/out", {});
    CHECK(client.cookies().empty());
}

TEST_CASE("the client's clock applies to pages and sessions")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    client.post("/in", {{"name", "Ana"}});
    client.get("/cached/ls");
    client.advance(25h);
    CHECK(client.get("/").body.find("Ana") == std::string::npos);
    CHECK(client.get("/cached/ls").headers.get("Cache-Status")->find("stale") !=
          std::string_view::npos);
}

TEST_CASE("the client can sign in as anybody without a form, until it signs out")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    client.sign_in("9", "Ben");
    CHECK(client.get("/").body.find("for Ben") != std::string::npos);
    CHECK(client.cookies().contains("live"));
    client.sign_in("8", "Eva");
    CHECK(client.get("/").body.find("for Eva") != std::string::npos);
    client.post("/out", {});
    CHECK(client.cookies().empty());
}

TEST_CASE("a test sees the page in the cache, and only that")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    CHECK(client.cached_html("/cached/ls").empty());
    client.sign_in("9", "Ben");
    const std::string seen = client.get("/cached/ls").body;
    const std::string cached = client.cached_html("/cached/ls");
    CHECK(seen.find("Ben on /cached/ls") != std::string::npos);
    CHECK(cached.find("<p>ls q=</p>") != std::string::npos);
    CHECK(cached.find("Ben") == std::string::npos);
    client.get("/");
    CHECK(client.cached_html("/").empty());
}

TEST_CASE("a purge by one client's site does not affect another client's pages, in any order")
{
    const std::vector<std::function<void(NewsClient&)>> ways{
        [](NewsClient& client) { client.post("/publish", {}); },
        [](NewsClient& client) { CHECK(client.run_command("import") == 0); },
        [](NewsClient& client) { CHECK(client.purge(by_path("/news")).complete()); },
        [](NewsClient& client) {
            std::thread{[&] { CHECK(client.purges->purge(everything()).complete()); }}.join();
        }};
    for (const auto& purge_by : ways) {
        NewsClient first;
        NewsClient second;
        purge_by(first);
        CHECK_FALSE(first.has_page_in_cache());
        CHECK(second.has_page_in_cache());
        purge_by(second);
        CHECK(first.has_page_in_cache());
        CHECK_FALSE(second.has_page_in_cache());
    }
}

TEST_CASE("a client can purge its own pages after any other client has ended")
{
    for (const bool first_ends : {true, false}) {
        CAPTURE(first_ends);
        auto first = std::make_unique<NewsClient>();
        auto second = std::make_unique<NewsClient>();
        (first_ends ? first : second).reset();
        NewsClient& left = first_ends ? *second : *first;
        left.post("/publish", {});
        CHECK(left.outcome.complete());
        CHECK_FALSE(left.has_page_in_cache());
        CHECK(left.has_page_in_cache());
        CHECK(left.run_command("import") == 0);
        CHECK_FALSE(left.has_page_in_cache());
    }
}

TEST_CASE("the start of a site may purge, and its purges can be taken to other threads")
{
    const NewsClient other;
    const NewsClient client;
    CHECK(client.outcome.complete());
    CHECK(client.application().cache().purges().index().count() == 1);
    CHECK(other.application().cache().purges().index().count() == 1);
}

TEST_CASE("a page that is renewed in the background purges only pages of its own site")
{
    const SmallTemplates templates;
    const auto site = [] {
        return small_site(view<"/counter">(
            cache_page<1h, stale_while_revalidate<1h>>([](PublicRequest& /*request*/) {
                purge(by_path("/elsewhere"));
                return support::show("counter");
            })));
    };
    TestClient first{site(), {.templates = templates.path()}};
    TestClient second{site(), {.templates = templates.path()}};
    first.get("/counter");
    first.advance(1h);
    CHECK(contains(status_of(first.get("/counter")), "stale-while-revalidate"));
    CHECK(first.application().cache().purges().index().count() == 2);
    CHECK(second.application().cache().purges().index().count() == 0);
}

TEST_CASE("a client can simulate a lost purge log: views see it, and its pages are rendered again")
{
    NewsClient client{true};
    CHECK(contains(status_of(client.get("/news")), "hit"));
    client.post("/publish", {});
    CHECK_FALSE(client.outcome.complete());
    CHECK(client.outcome.kept);
    CHECK(contains(client.outcome.problem, "the purge of tag news"));
    CHECK_FALSE(client.has_page_in_cache());
    CHECK(client.run_command("import") == 1);
}

TEST_CASE("a client runs the commands of its site, and no others")
{
    NewsClient client;
    CHECK(support::message_of<std::out_of_range>([&] { client.run_command("serve"); }) ==
          "this site has no command \"serve\"");
}
