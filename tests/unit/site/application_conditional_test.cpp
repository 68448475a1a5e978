// Preconditions on whole requests: cached pages, and pages that are one visitor's.
#include <doctest/doctest.h>

#include <aspic/site/test_client.h>
#include "../support/cache_status.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::status_of;

namespace {

class Client : private support::SmallTemplates, public TestClient {
public:
    template <class... Routes>
    explicit Client(Routes... more)
        : TestClient{support::small_site(std::move(more)...), {.templates = path()}}
    {
    }
};

Headers fields(std::string_view name, std::string_view value)
{
    Headers headers;
    headers.set(name, value);
    return headers;
}

std::string etag_of(const TestResponse& answer)
{
    return std::string{answer.headers.get("ETag").value_or("")};
}

}  // namespace

TEST_CASE("a request for another version of a cached page gets a 412 page that nobody keeps")
{
    Client client;
    for (const auto* state : {"a miss", "a hit"}) {
        CAPTURE(state);
        const auto refused = client.get("/cached/a", fields("If-Match", "\"old\""));
        CHECK(refused.status == 412);
        CHECK(contains(refused.body, "412 Precondition Failed"));
        CHECK(refused.headers.get("Cache-Control") == "private, no-cache");
        CHECK_FALSE(refused.headers.has("ETag"));
    }
    const auto page = client.get("/cached/a");
    CHECK(contains(status_of(page), "; hit"));
    const auto same = client.get("/cached/a", fields("If-Match", etag_of(page)));
    CHECK(same.status == 200);
    CHECK(same.body == page.body);
    CHECK(client.get("/cached/a", fields("If-Match", "*")).status == 200);
    CHECK(client.get("/cached/a", fields("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"))
              .status == 412);
    CHECK(client.send(Method::head, "/cached/a", fields("If-Match", "\"old\"")).status == 412);
}

TEST_CASE("a 412 page is JSON for a client that prefers it")
{
    Client client;
    Headers asked = fields("If-Match", "\"old\"");
    asked.set("Accept", "application/problem+json");
    const auto refused = client.get("/cached/a", asked);
    CHECK(refused.status == 412);
    CHECK(contains(refused.body, R"("title":"Precondition Failed","status":412)"));
}

TEST_CASE("a stale page is renewed although its visitor gets a 412")
{
    int renderings = 0;
    Client client{view<"/counted">(cache_page<1h>(
        [&](PublicRequest&) { return support::show(std::to_string(++renderings)); }))};
    client.get("/counted");
    client.advance(1h + 1s);
    CHECK(client.get("/counted", fields("If-Match", "\"old\"")).status == 412);
    CHECK(renderings == 2);
    CHECK(contains(client.get("/counted").body, "<p>2</p>"));
}

TEST_CASE("a visitor's page has an ETag, and is not sent again if it is the same")
{
    Client client;
    const auto page = client.get("/");
    CHECK(page.headers.get("Cache-Control") == "private, no-cache");
    const std::string tag = etag_of(page);
    CHECK(tag.size() == 24);
    CHECK(etag_of(client.send(Method::head, "/", {})) == tag);
    const auto again = client.get("/", fields("If-None-Match", tag));
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(etag_of(again) == tag);
    CHECK(again.headers.get("Cache-Control") == "private, no-cache");
    CHECK(again.headers.has("Cache-Status"));
    CHECK_FALSE(again.headers.has("Content-Type"));
    CHECK_FALSE(again.headers.has("Content-Length"));
    CHECK(client.get("/", fields("If-Match", "\"old\"")).status == 412);
    // Another visitor's page has other bytes.
    client.post("/in", {{"name", "Ana"}});
    const auto anas = client.get("/", fields("If-None-Match", tag));
    CHECK(anas.status == 200);
    CHECK(contains(anas.body, "Ana on /"));
    CHECK(client.get("/", fields("If-None-Match", etag_of(anas))).status == 304);
}

TEST_CASE("an assembled page is revalidated by its own ETag, and never by that of the guest's page")
{
    Client client;
    const std::string guests = etag_of(client.get("/cached/a"));
    client.post("/in", {{"name", "Ana"}});
    const auto page = client.get("/cached/a", fields("If-None-Match", guests));
    CHECK(page.status == 200);
    CHECK(contains(status_of(page), "assembled"));
    CHECK(etag_of(page).size() == 24);
    CHECK(etag_of(page) != guests);
    CHECK(client.get("/cached/a", fields("If-None-Match", etag_of(page))).status == 304);
    // A part of the guest's page must not be joined with a part of this one.
    CHECK(client.get("/cached/a", fields("If-Match", guests)).status == 412);
    CHECK(client.get("/cached/a", fields("If-Match", etag_of(page))).status == 200);
}

TEST_CASE("an assembled page in gzip has an ETag of its own")
{
    Client client{view<"/long">(
        cache_page<1h>([](PublicRequest&) { return support::show(std::string(5000, 'x')); }))};
    client.get("/long");
    client.post("/in", {{"name", "Ana"}});
    const auto plain = client.get("/long");
    const auto zipped = client.get("/long", fields("Accept-Encoding", "gzip"));
    CHECK(zipped.headers.get("Content-Encoding") == "gzip");
    CHECK(etag_of(zipped) != etag_of(plain));
    Headers asked = fields("Accept-Encoding", "gzip");
    asked.set("If-None-Match", etag_of(zipped));
    const auto again = client.get("/long", asked);
    CHECK(again.status == 304);
    CHECK(again.headers.get("Vary") == "Accept-Encoding");
}

TEST_CASE("a private page loses its own validators, which do not cover its fragments")
{
    Client client{view<"/own">([](Request&) {
        Page page = support::show("x");
        page.header("ETag", "\"1\"");
        page.header("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
        return page;
    })};
    const auto page = client.get("/own");
    CHECK(etag_of(page) != "\"1\"");
    CHECK_FALSE(page.headers.has("Last-Modified"));
    CHECK(client.get("/own", fields("If-None-Match", "\"1\"")).status == 200);
    CHECK(client.get("/own", fields("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")).status ==
          200);
}

TEST_CASE("a view's own validators answer preconditions if its answer has no fragments")
{
    Client client{view<"/file">([](Request&) {
        Response response = text("x");
        response.headers.set("Cache-Control", "max-age=60");
        response.headers.set("ETag", "\"7\"");
        return response;
    })};
    CHECK(client.get("/file", fields("If-None-Match", "W/\"7\"")).status == 304);
    CHECK(client.get("/file", fields("If-Match", "\"7\"")).status == 200);
    const auto refused = client.get("/file", fields("If-Match", "\"6\""));
    CHECK(refused.status == 412);
    CHECK(contains(refused.body, "412 Precondition Failed"));
}
