// Errors as programs see them: JSON (RFC 9457) for who asks for JSON, HTML otherwise.
#include <doctest/doctest.h>

#include <aspic/site/application.h>
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
    Client()
        : TestClient{
              support::small_site(
                  view<"/missing/<name>">(
                      cache_page<1h>([this](PublicRequest&, std::string_view name) -> Page {
                          ++renderings;
                          throw NotFound{"There is no " + std::string{name} + "."};
                      })),
                  view<"/broken">(cache_page<1h>([this](PublicRequest&) -> Page {
                      ++renderings;
                      throw Unavailable{"Back at noon."};
                  })),
                  view<"/fails">([](Request&) -> Page { throw std::runtime_error{"secret"}; })),
              {.templates = path()}}
    {
    }
    int renderings = 0;
};

Headers json()
{
    Headers fields;
    fields.set("Accept", "application/json");
    return fields;
}

}  // namespace

TEST_CASE("every error page is JSON for a client that prefers it")
{
    Client client;
    struct Row {
        const char* method;
        const char* path;
        int status;
        const char* detail;
    };
    for (const Row& row :
         {Row{"GET", "/nowhere", 404, "There is no page at this address."},
          Row{"GET", "/fails", 500, "Something went wrong on our side. It has been logged."},
          Row{"GET", "/missing/ls", 404, "There is no ls."},
          Row{"GET", "/broken", 503, "Back at noon."},
          Row{"GET", "/%zz", 400, "The address of this request is malformed."},
          Row{"GET", "/in", 405, "This page does not answer that method."},
          Row{"BREW", "/in", 501, "This server does not support this method."},
          Row{"B REW", "/in", 400, "The method of this request is malformed."}}) {
        CAPTURE(row.path);
        const auto answer = client.send(row.method, row.path, json());
        CHECK(answer.status == row.status);
        CHECK(answer.headers.get("Content-Type") == "application/problem+json");
        CHECK(answer.headers.get("Vary") == "Accept");
        CHECK(answer.headers.get("Content-Length") == std::to_string(answer.body.size()));
        const std::string id{answer.headers.get("X-Request-Id").value_or("")};
        CHECK(id.empty() == (row.status < 500));
        CHECK(answer.body == R"({"type":"about:blank","title":")" +
                                 std::string{reason_phrase(row.status)} + R"(","status":)" +
                                 std::to_string(row.status) + R"(,"detail":")" + row.detail +
                                 (id.empty() ? "\"}" : R"(","request_id":")" + id + "\"}"));
        const auto html = client.send(row.method, row.path, {});
        CHECK(html.status == row.status);
        CHECK(html.headers.get("Content-Type") == "text/html; charset=utf-8");
        CHECK(contains(html.headers.get("Vary").value_or(""), "Accept"));
        CHECK(contains(html.body, row.detail));
    }
    Headers elsewhere = json();
    elsewhere.set("Origin", "http://evil.example");
    const auto refused = client.send("POST", "/in", elsewhere);
    CHECK(refused.status == 403);
    CHECK(refused.headers.get("Content-Type") == "application/problem+json");
    CHECK(contains(refused.body, "does not say that it comes from a page of this site"));
    CHECK(contains(refused.body, "Authorization: Bearer"));
    CHECK(client.send("GET", "/in", json()).headers.get("Allow") == "POST");
}

TEST_CASE("a refused request gets the form that its Accept field asks for")
{
    Client client;
    const auto body = [&](std::string_view accept) {
        return client.application().refuse(413, "Too large.", accept).own_body;
    };
    CHECK(body("application/json").starts_with("{\"type\""));
    CHECK(body("").starts_with("<!DOCTYPE html>"));
    CHECK(body("*/*").starts_with("<!DOCTYPE html>"));
}

TEST_CASE("a kept 404 has one entry for both forms, and an ETag for each")
{
    Client client;
    const auto html = client.get("/missing/ls");
    const auto as_json = client.get("/missing/ls", json());
    CHECK(client.renderings == 1);
    CHECK(contains(status_of(as_json), "; hit"));
    CHECK(as_json.status == 404);
    CHECK(as_json.headers.get("Content-Type") == "application/problem+json");
    CHECK(contains(as_json.body, R"("detail":"There is no ls.")"));
    CHECK(contains(html.body, "There is no ls."));
    CHECK(html.headers.get("Vary") == "Accept");
    CHECK(as_json.headers.get("Vary") == "Accept");
    CHECK(as_json.headers.get("ETag") != html.headers.get("ETag"));
    CHECK(as_json.headers.get("Cache-Control") == html.headers.get("Cache-Control"));
    CHECK(client.get("/missing/ls").body == html.body);
    // Nobody's Accept is part of the key of pages that are there.
    CHECK_FALSE(client.get("/cached/ls").headers.has("Vary"));
    CHECK(contains(status_of(client.get("/cached/ls", json())), "; hit"));
}

TEST_CASE("a kept failure has both forms too")
{
    Client client;
    CHECK(client.get("/broken").status == 503);
    const auto again = client.get("/broken", json());
    CHECK(client.renderings == 1);
    CHECK(contains(status_of(again), "detail=failed-before"));
    CHECK(again.headers.get("Content-Type") == "application/problem+json");
    CHECK(again.headers.has("Retry-After"));
    CHECK(contains(client.get("/broken").body, "<p>Back at noon.</p>"));
}

TEST_CASE("a signed-in visitor's program gets the JSON, and no assembled page")
{
    Client client;
    client.get("/missing/ls");
    client.post("/in", {{"name", "Ana"}});
    CHECK(client.get("/missing/ls", json()).headers.get("Content-Type") ==
          "application/problem+json");
}
