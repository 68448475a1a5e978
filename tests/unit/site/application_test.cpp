#include <aspic/site/application.h>

#include <doctest/doctest.h>

#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::show;
using support::small_site;

namespace {

/// The templates must exist before the client that reads them.
class Client : private support::SmallTemplates, public TestClient {
public:
    template <class... Routes>
    explicit Client(Routes... more)
        : TestClient{small_site(std::move(more)...), {.templates = path()}}
    {
    }
};

Headers fields(std::string_view name, std::string_view value)
{
    Headers headers;
    headers.set(name, value);
    return headers;
}

}  // namespace

TEST_CASE("a view's page is private to its visitor")
{
    Client client;
    const auto answer = client.get("/");
    CHECK(answer.status == 200);
    CHECK(answer.headers.get("Content-Type") == "text/html; charset=utf-8");
    CHECK(answer.headers.get("Cache-Control") == "private, no-cache");
    CHECK(answer.headers.get("Cache-Status") == "Aspic; fwd=bypass");
    CHECK(answer.headers.get("Content-Length") == std::to_string(answer.body.size()));
    CHECK(contains(answer.body, "<x-live fragment=\"/_navigation\">guest on /</x-live>"));
    CHECK_FALSE(answer.headers.has("Set-Cookie"));
}

TEST_CASE("a path without a route gives a 404 page")
{
    Client client;
    for (const std::string path : {"/nowhere", "/cached", "/cached/a/b", "/_nowhere", "/_live/x"}) {
        CAPTURE(path);
        const auto answer = client.get(path);
        CHECK(answer.status == 404);
        CHECK(contains(answer.body, "404 Not Found"));
    }
}

TEST_CASE("a malformed address gives a 400 page")
{
    Client client;
    for (const std::string target : {"", "x", "*", "//host/", "/%zz", "/a/../b", "/%00", "/a\nb"}) {
        CAPTURE(target);
        CHECK(client.get(target).status == 400);
    }
}

TEST_CASE("a wrong method gives a 405 that names the allowed methods")
{
    Client client;
    const auto answer = client.get("/in");
    CHECK(answer.status == 405);
    CHECK(answer.headers.get("Allow") == "POST");
    const auto posted = client.post("/", {});
    CHECK(posted.status == 405);
    CHECK(posted.headers.get("Allow") == "GET, HEAD");
    CHECK(client.post("/_live", {}).headers.get("Allow") == "GET, HEAD");
    CHECK(client.post("/cached/a", {}).status == 405);
}

TEST_CASE("OPTIONS returns the methods, and runs no view")
{
    Client client{view<"/fails">([](Request&) -> Page { throw std::runtime_error{"it ran"}; })};
    const auto answer = client.send(Method::options, "/fails", {});
    CHECK(answer.status == 204);
    CHECK(answer.headers.get("Allow") == "GET, HEAD, OPTIONS");
    CHECK(answer.body.empty());
    CHECK(client.send(Method::options, "/nowhere", {}).status == 404);
}

TEST_CASE("HEAD is GET without the body")
{
    Client client;
    for (const std::string path : {"/", "/nowhere", "/_live?fragment=/_navigation"}) {
        CAPTURE(path);
        const auto whole = client.get(path);
        const auto head = client.send(Method::head, path, {});
        CHECK(head.status == whole.status);
        CHECK(head.body.empty());
        CHECK(head.headers == whole.headers);
    }
}

TEST_CASE("a trailing slash redirects to the page without it, with the same query")
{
    Client client;
    const auto answer = client.get("/cached/a%2fb/?q=1&x=%20+y");
    CHECK(answer.status == 308);
    CHECK(answer.headers.get("Location") == "/cached/a%2Fb?q=1&x=%20+y");
    CHECK(client.get("/nowhere/").status == 404);
    CHECK(client.get("/cached/").status == 404);
    CHECK(client.post("/in/", {}).status == 404);
}

TEST_CASE("a trailing slash with any query causes no failure")
{
    Client client;
    for (const std::string query : {"\\", "//host", "a\\b=\\", "\"<>", "\xff", "?"}) {
        CAPTURE(query);
        const auto answer = client.get("/cached/a/?" + query);
        CHECK(answer.status == 308);
        CHECK(answer.headers.get("Location")->starts_with("/cached/a?"));
    }
}

TEST_CASE("a form from another site is refused for every view")
{
    Client client;
    for (const std::string site : {"cross-site", "same-site", ""}) {
        CHECK(client.send(Method::post, "/in", fields("Sec-Fetch-Site", site)).status == 403);
        CHECK(client.send(Method::post, "/nowhere", fields("Sec-Fetch-Site", site)).status == 403);
    }
    CHECK(client.send(Method::post, "/in", fields("Referer", "http://localhost/")).status == 403);
    CHECK(client.send(Method::post, "/in", fields("Origin", "http://evil.example")).status == 403);
    CHECK(client.cookies().empty());
    CHECK(client.send(Method::post, "/in", fields("Origin", "http://localhost")).status == 303);
    CHECK(client.cookies().contains("session"));
    CHECK(client.send(Method::post, "/in", {}).status == 403);  // with the cookie
}

TEST_CASE("a program that sends no cookies needs no proof of its origin")
{
    Client client;
    CHECK(client.send(Method::post, "/in", {}).status == 303);
}

TEST_CASE("a public page is still private if it contains a fragment")
{
    Client client{view<"/public">([](Request&) {
        Page page = show("x");
        page.header("Cache-Control", "public, max-age=60");
        return page;
    })};
    client.post("/in", {{"name", "Ana"}});
    const auto answer = client.get("/public");
    CHECK(contains(answer.body, "Ana on /public"));
    CHECK(answer.headers.get("Cache-Control") == "private, no-cache");
}

TEST_CASE("a response that sets a cookie is private, and a stricter directive stays")
{
    Client client{view<"/set">([](Request& request) {
                      request.session().set("a", "1");
                      Response response = text("x");
                      response.headers.set("Cache-Control", "public, max-age=60");
                      return response;
                  }),
                  view<"/strict">([](Request& request) {
                      request.session().set("a", "2");
                      Response response = text("x");
                      response.headers.set("Cache-Control", "no-store");
                      return response;
                  }),
                  view<"/file">([](Request&) {
                      Response response = text("x");
                      response.headers.set("Cache-Control", "public, max-age=60");
                      return response;
                  })};
    CHECK(client.get("/set").headers.get("Cache-Control") == "private, no-cache");
    CHECK(client.get("/strict").headers.get("Cache-Control") == "no-store");
    CHECK(client.get("/file").headers.get("Cache-Control") == "public, max-age=60");
}

TEST_CASE("captures are decoded, text and numbers")
{
    Client client{view<"/t/<int:n>/<text>">([](Request&, int n, std::string_view written) {
        return text(std::to_string(n + 1) + std::string{written});
    })};
    CHECK(client.get("/t/41/a%2Fb%20c").body == "42a/b c");
    CHECK(client.get("/t/-1/x").body == "0x");
    CHECK(client.get("/t/041/x").status == 404);
    CHECK(client.get("/t/99999999999/x").status == 404);
}

TEST_CASE("too many parameters give a 400 page")
{
    Client client;
    std::string target = "/cached/a?";
    for (int i = 0; i < 1001; ++i)
        target += "a&";
    CHECK(client.get(target).status == 400);
}

TEST_CASE("paths below a mount are matched by their rest, and paths above it give 404")
{
    const support::SmallTemplates templates;
    const auto clock = [] { return Time{}; };
    const Application application{
        small_site(),
        {.templates = templates.path(), .static_files = {}, .mount = "/docs", .cache = {}},
        SessionKeeper{SessionKeys::in_memory(), 1h, clock},
        [&](const std::string&) {
            return CacheParts{nullptr, std::make_unique<LocalPurgeLog>(60s, clock)};
        }};
    const auto answer_to = [&](std::string_view target) {
        RequestSource source;
        source.target = target;
        return application.answer(std::move(source));
    };
    const auto head_of = [&](std::string_view target) { return answer_to(target).own_head; };
    CHECK(head_of("/docs").starts_with("Status: 200"));
    CHECK(head_of("/docs/").starts_with("Status: 200"));
    CHECK(head_of("/").starts_with("Status: 404"));
    CHECK(head_of("/docsx").starts_with("Status: 404"));
    CHECK(contains(head_of("/docs/in/?a"), "Location: /docs/in?a\r\n"));
    // A browser sends the whole path of its page, and the path of a fragment below the mount, as in
    // the page.
    const auto fragment_of = [&](const std::string& page) {
        return answer_to("/docs/_live?fragment=/_navigation&page=" + page).own_body;
    };
    CHECK(contains(fragment_of("/docs/cached/ls"), ">guest on /cached/ls</x-live>"));
    CHECK(contains(fragment_of("/cached/ls"), ">guest on </x-live>"));
}
