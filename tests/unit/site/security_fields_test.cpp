// X-Content-Type-Options and Referrer-Policy are on every answer.
#include <doctest/doctest.h>

#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

Response own_words(Request& /*request*/)
{
    Response response = text("own");
    response.headers.set("Referrer-Policy", "no-referrer");
    return response;
}

Response cached_own_words(PublicRequest& /*request*/)
{
    Response response = text("own");
    response.headers.set("Referrer-Policy", "no-referrer");
    return response;
}

Response fails(Request& /*request*/)
{
    throw std::runtime_error{"no"};
}

std::string fields_of(const TestResponse& answer)
{
    std::string all;
    for (const auto& [name, value] : answer.headers) {
        if (name == "X-Content-Type-Options" || name == "Referrer-Policy")
            all.append(name).append(": ").append(value).append("\n");
    }
    return all;
}

constexpr const char* both =
    "X-Content-Type-Options: nosniff\nReferrer-Policy: strict-origin-when-cross-origin\n";

}  // namespace

TEST_CASE("every answer has the security fields once")
{
    const support::SmallTemplates templates;
    TestClient client{support::small_site(view<"/fails">(fails)), {.templates = templates.path()}};
    for (const char* path :
         {"/", "/cached/a", "/cached/a", "/cached/a/", "/_navigation", "/nowhere", "/%zz", "/fails",
          "/_live?fragment=/_navigation", "/_live", "/_xray/off", "/_xray/bad"}) {
        CAPTURE(path);
        CHECK(fields_of(client.get(path)) == both);
        CHECK(fields_of(client.send(Method::head, path, {})) == both);
    }
    Headers from_elsewhere;
    from_elsewhere.set("Sec-Fetch-Site", "cross-site");
    CHECK(fields_of(client.send(Method::post, "/in", from_elsewhere)) == both);
    CHECK(fields_of(client.send(Method::put, "/cached/a", {})) == both);
    CHECK(fields_of(client.send(Method::options, "/cached/a", {})) == both);
    CHECK(fields_of(client.post("/in", {{"name", "Ana"}})) == both);
    const auto assembled = client.get("/cached/a");
    CHECK(assembled.headers.get("Cache-Status")->ends_with("detail=assembled"));
    CHECK(fields_of(assembled) == both);
    const auto refused = client.application().refuse(413, "Too large.");
    CHECK(refused.own_head.find("X-Content-Type-Options: nosniff\r\n") != std::string::npos);
}

TEST_CASE("a 304 has them too, so an older copy gets them")
{
    const support::SmallTemplates templates;
    TestClient client{support::small_site(), {.templates = templates.path()}};
    Headers fields;
    fields.set("If-None-Match", client.get("/cached/a").headers.get("ETag").value());
    const auto answer = client.get("/cached/a", fields);
    CHECK(answer.status == 304);
    CHECK(fields_of(answer).find("X-Content-Type-Options: nosniff\n") != std::string::npos);
    CHECK(fields_of(answer).find("Referrer-Policy: strict-origin-when-cross-origin\n") !=
          std::string::npos);
}

TEST_CASE("a view's own value stays")
{
    const support::SmallTemplates templates;
    TestClient client{support::small_site(view<"/own">(own_words),
                                          view<"/cached-own">(cache_page<1h>(cached_own_words))),
                      {.templates = templates.path()}};
    for (const char* path : {"/own", "/cached-own", "/cached-own"}) {
        CHECK(client.get(path).headers.get("Referrer-Policy") == "no-referrer");
        CHECK(client.get(path).headers.get("X-Content-Type-Options") == "nosniff");
    }
}
