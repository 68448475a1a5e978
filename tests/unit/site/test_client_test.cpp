#include <aspic/site/test_client.h>

#include <doctest/doctest.h>

#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::small_site;
using support::SmallTemplates;

namespace {

/// Answers with the request that it got.
Response echo(Request& request)
{
    return text(std::string{method_name(request.method())} + " " + std::string{request.path()} +
                " " + std::string{request.header("X-Note").value_or("")} + " " +
                std::string{request.cookie("a").value_or("")} + " " + std::string{request.body()});
}

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

TEST_CASE("a test sees the page that the cache keeps, and only that")
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
