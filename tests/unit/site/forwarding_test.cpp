// A site in front of an older application: what that application says is cached, and what visitors
// send does not reach the pages of others.
#include <aspic/site/test_client.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include <aspic/base/syntax.h>
#include "../support/cache_status.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using support::contains;

namespace {

/// Stands for the older application: answers with everything that it was sent, as careless ones do.
Response older_application(ForwardRequest& request, std::string_view page)
{
    std::string body = std::string{page} + '?' + std::string{request.raw_query()} + '\n';
    for (const auto& [name, value] : request.fields())
        body.append(name).append(": ").append(value).append("\n");
    Response response = text(std::move(body));
    response.headers.set("Cache-Control", page == "private" ? "private" : "max-age=60");
    if (page == "languages") response.headers.set("Vary", "Accept-Language");
    if (page == "cookie") response.headers.set("Set-Cookie", "a=1");
    return response;
}

Site forwarding_site()
{
    return support::small_site(view<"/old/<page>">(cache_page<from_response>(older_application)));
}

template <class Application>
Site site_of(const Application& application)
{
    return support::small_site(view<"/old">(cache_page<from_response>(application)));
}

/// True if the stored page is offered to the application for its confirmation.
bool has_validator(const ForwardRequest& request)
{
    const auto fields = request.fields();
    return std::any_of(fields.begin(), fields.end(),
                       [](const auto& field) { return field.first == "if-none-match"; });
}

/// The whole answer of the application, with an ETag.
Response whole_answer(std::string body)
{
    Response response = text(std::move(body));
    response.headers.set("Cache-Control", "max-age=60");
    response.headers.set("ETag", "\"one\"");
    return response;
}

bool is_hit(const TestResponse& answer)
{
    return contains(support::status_of(answer), "hit");
}

Headers headers_of(std::initializer_list<Headers::Field> fields)
{
    Headers headers;
    for (const auto& [name, value] : fields)
        headers.add(name, value);
    return headers;
}

/// Fields that servers trust, or that ask for something else than the page for everyone.
constexpr std::string_view trusted =
    "Host X-Forwarded-Host X-Forwarded-Server X-Forwarded-Proto X-Forwarded-Scheme "
    "X-Forwarded-Port X-Forwarded-Prefix X-Forwarded-For X-Host X-HTTP-Host-Override Forwarded "
    "X-Original-URL X-Original-Host X-Rewrite-URL X-HTTP-Method-Override X-HTTP-Method "
    "X-Method-Override Proxy Cookie Authorization Range If-Range If-None-Match If-Modified-Since "
    "If-Match If-Unmodified-Since Accept-Encoding Cache-Control Pragma Expect Content-Type "
    "Transfer-Encoding TE Upgrade Via Max-Forwards Base-Url Request-Uri Client-IP X-Real-IP";

}  // namespace

TEST_CASE("what an application trusts does not reach it, so it cannot poison the page of others")
{
    support::SmallTemplates templates;
    for (std::string_view rest = trusted; !rest.empty();) {
        const std::string name{syntax::take_until(rest, ' ')};
        CAPTURE(name);
        TestClient client{forwarding_site(), {.templates = templates.path()}};
        client.get("/old/page", headers_of({{name, "evil"}}));
        const TestResponse clean = client.get("/old/page");
        CHECK_FALSE(contains(clean.body, "evil"));
        CHECK(clean.status == 200);
    }
}

TEST_CASE("a field that Connection names is not forwarded")
{
    support::SmallTemplates templates;
    TestClient client{forwarding_site(), {.templates = templates.path()}};
    const TestResponse answer = client.get(
        "/old/page", headers_of({{"Connection", "X-Token"}, {"X-Token", "1"}, {"X-Other", "2"}}));
    CHECK_FALSE(contains(answer.body, "x-token"));
    CHECK(contains(answer.body, "x-other: 2"));
}

TEST_CASE("the fields that the answer's Vary names are in the key, and no others")
{
    support::SmallTemplates templates;
    TestClient client{forwarding_site(), {.templates = templates.path()}};
    const auto ask = [&](const char* page, const char* language, const char* agent) {
        return client.get(page, headers_of({{"Accept-Language", language}, {"User-Agent", agent}}));
    };
    CHECK(contains(ask("/old/languages", "de", "one").body, "accept-language: de"));
    CHECK(contains(ask("/old/languages", "fr", "one").body, "accept-language: fr"));
    CHECK(is_hit(ask("/old/languages", "de", "two")));
    ask("/old/page", "de", "one");
    CHECK(is_hit(ask("/old/page", "fr", "two")));
}

TEST_CASE("a visitor cannot hide a field by Connection and store the page for those who send it")
{
    support::SmallTemplates templates;
    TestClient client{forwarding_site(), {.templates = templates.path()}};
    const TestResponse hidden = client.get(
        "/old/languages",
        headers_of({{"Connection", "close, Accept-Language"}, {"Accept-Language", "de"}}));
    CHECK_FALSE(contains(hidden.body, "accept-language"));
    CHECK(contains(client.get("/old/languages", headers_of({{"Accept-Language", "de"}})).body,
                   "accept-language: de"));
    const TestResponse without = client.get("/old/languages");
    CHECK(is_hit(without));
    CHECK_FALSE(contains(without.body, "accept-language"));
}

TEST_CASE("each raw query is a page of its own")
{
    support::SmallTemplates templates;
    TestClient client{forwarding_site(), {.templates = templates.path()}};
    for (const std::string query : {"", "a=1&b=2", "b=2&a=1", "a=%31&b=2", "a=1&b=2&a=3"}) {
        CAPTURE(query);
        const std::string target = "/old/page?" + query;
        CHECK(client.get(target).body == "page?" + query + '\n');
        CHECK(is_hit(client.get(target)));
    }
}

TEST_CASE("an answer for one visitor is not stored")
{
    support::SmallTemplates templates;
    TestClient client{forwarding_site(), {.templates = templates.path()}};
    for (const std::string target : {"/old/private", "/old/cookie"}) {
        CAPTURE(target);
        client.get(target);
        CHECK_FALSE(is_hit(client.get(target)));
    }
}

TEST_CASE("an expired page is revalidated, and a 304 makes it fresh again")
{
    int sent_whole = 0;
    int confirmed = 0;
    std::string control = "max-age=60";
    const auto application = [&](ForwardRequest& request, std::string_view page) {
        for (const auto& [name, value] : request.fields()) {
            if (name != "if-none-match" || value != "\"one\"") continue;
            ++confirmed;
            Response unchanged{.status = 304};
            unchanged.headers.set("Cache-Control", control);
            return unchanged;
        }
        ++sent_whole;
        Response response = text(std::string{page});
        response.headers.set("Cache-Control", control);
        response.headers.set("ETag", "\"one\"");
        return response;
    };
    support::SmallTemplates templates;
    TestClient client{support::small_site(view<"/old/<page>">(cache_page<from_response>(
                          [&](ForwardRequest& request, std::string_view page) -> Response {
                              return application(request, page);
                          }))),
                      {.templates = templates.path()}};
    CHECK(client.get("/old/page").body == "page");
    client.advance(std::chrono::seconds{61});
    const TestResponse again = client.get("/old/page");
    CHECK(again.status == 200);
    CHECK(again.body == "page");
    CHECK(again.headers.get("ETag") == "\"one\"");
    CHECK(is_hit(client.get("/old/page")));
    CHECK(sent_whole == 1);
    CHECK(confirmed == 1);

    // A purged page is made again: a 304 must not bring it back.
    client.purge(by_path("/old/page"));
    CHECK(client.get("/old/page").body == "page");
    CHECK(sent_whole == 2);

    // With no-cache, each request is confirmed first.
    control = "no-cache";
    CHECK(client.get("/old/other").body == "other");
    CHECK(client.get("/old/other").body == "other");
    CHECK(client.get("/old/other", headers_of({{"If-None-Match", "\"one\""}})).status == 304);
    CHECK(sent_whole == 3);
    CHECK(confirmed == 3);
}

TEST_CASE("a 304 changes only the fields that it names")
{
    const auto application = [](ForwardRequest& request) {
        if (has_validator(request)) return Response{.status = 304};
        Response response = whole_answer("page");
        response.headers.set("Referrer-Policy", "no-referrer");
        return response;
    };
    support::SmallTemplates templates;
    TestClient client{site_of(application), {.templates = templates.path()}};
    client.get("/old");
    client.advance(std::chrono::seconds{61});
    const TestResponse again = client.get("/old");
    CHECK(again.body == "page");
    CHECK(again.headers.joined("Referrer-Policy") == "no-referrer");
    CHECK(again.headers.joined("X-Content-Type-Options") == "nosniff");
}

TEST_CASE("a field that is sent in several lines is one list in the key")
{
    support::SmallTemplates templates;
    TestClient client{forwarding_site(), {.templates = templates.path()}};
    const auto one = headers_of({{"Accept-Language", "de"}, {"Accept-Language", "en"}});
    const auto two = headers_of({{"Accept-Language", "de"}, {"Accept-Language", "fr"}});
    CHECK(contains(client.get("/old/languages", one).body, "accept-language: en"));
    CHECK(contains(client.get("/old/languages", two).body, "accept-language: fr"));
    CHECK(is_hit(client.get("/old/languages", headers_of({{"Accept-Language", "de, en"}}))));
}

TEST_CASE("a page that a 304 has confirmed keeps all its inputs")
{
    const auto application = [](ForwardRequest& request) {
        const std::string first{request.query("q").value_or("")};
        if (has_validator(request)) return Response{.status = 304};
        return whole_answer(first + std::string{request.query("r").value_or("")});
    };
    support::SmallTemplates templates;
    TestClient client{site_of(application), {.templates = templates.path()}};
    CHECK(client.get("/old?q=1&r=A").body == "1A");
    client.advance(std::chrono::seconds{61});
    CHECK(client.get("/old?q=1&r=A").body == "1A");
    CHECK(client.get("/old?q=1&r=B").body == "1B");
}

TEST_CASE("an error of a view that forwards is not kept for others")
{
    const auto application = [](ForwardRequest& request) -> Response {
        for (const auto& [name, value] : request.fields()) {
            if (name == "x-huge") throw Unavailable{"too much for the other server"};
        }
        return text("page");
    };
    support::SmallTemplates templates;
    TestClient client{site_of(application), {.templates = templates.path()}};
    CHECK(client.get("/old", headers_of({{"X-Huge", "1"}})).status == 503);
    CHECK(client.get("/old").status == 200);
}

TEST_CASE("a 304 that nobody has asked for is an error")
{
    support::SmallTemplates templates;
    const auto application = [](ForwardRequest& /*request*/) { return Response{.status = 304}; };
    TestClient client{site_of(application), {.templates = templates.path()}};
    CHECK(client.get("/old").status == 500);
}

TEST_CASE("what a response says to this cache alone also counts after a 304")
{
    int confirmed = 0;
    const auto application = [&](ForwardRequest& request) -> Response {
        if (has_validator(request)) {
            ++confirmed;
            return Response{.status = 304};
        }
        Response response = whole_answer("page");
        response.headers.set("Cache-Control", "max-age=3600");
        response.headers.set("Aspic-Cache-Control", "no-cache");
        return response;
    };
    support::SmallTemplates templates;
    TestClient client{site_of(application), {.templates = templates.path()}};
    for (int i = 0; i < 4; ++i) {
        const TestResponse answer = client.get("/old");
        CHECK(answer.body == "page");
        CHECK_FALSE(answer.headers.has("Aspic-Cache-Control"));
    }
    CHECK(confirmed == 3);
}
