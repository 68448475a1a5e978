// The fields that tell browsers and other caches what to do, and those of one connection, as they
// leave a site.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include <aspic/http/dates.h>
#include <aspic/site/test_client.h>
#include "../support/cache_status.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::show;
using support::small_site;
using support::SmallTemplates;
using support::status_of;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

const std::string in_2099 = "Thu, 01 Jan 2099 00:00:00 GMT";

/// A view that answers with these fields.
auto with(const Fields& fields, int status = 200)
{
    return [fields, status](PublicRequest& /*request*/) {
        Response response = text("x", status);
        for (const auto& [name, value] : fields)
            response.headers.add(name, value);
        return response;
    };
}

/// What /said answers under this decorator.
template <class Route>
TestResponse answer_of(Route route)
{
    const SmallTemplates templates;
    TestClient client{small_site(std::move(route)), {.templates = templates.path()}};
    return client.get("/said");
}

TestResponse by_itself(const Fields& fields, int status = 200)
{
    return answer_of(view<"/said">(cache_page<from_response>(with(fields, status))));
}

TestResponse for_an_hour(const Fields& fields, int status = 200)
{
    return answer_of(view<"/said">(cache_page<1h>(with(fields, status))));
}

std::string control_of(const TestResponse& answer)
{
    return answer.headers.joined("Cache-Control").value_or("none");
}

}  // namespace

TEST_CASE("an answer that is not stored keeps its fields for caches, if its response decides")
{
    for (const Fields& fields : std::vector<Fields>{
             {{"Cache-Control", "max-age=0, x"}, {"Expires", "0"}},
             {{"Cache-Control", "max-age=60;private"}, {"Expires", in_2099}},
             {{"Cache-Control", "private, max-age=60"}, {"CDN-Cache-Control", "max-age=9;"}},
             {{"Cache-Control", "max-age=60"}, {"Set-Cookie", "a=1"}, {"Expires", in_2099}},
             {{"Cache-Control", "max-age=60"}, {"Vary", "*"}},
             {{"Expires", "0"}},
             {{"ETag", "\"x\""}}}) {
        const auto answer = by_itself(fields);
        CHECK_FALSE(contains(status_of(answer), "stored"));
        for (const auto& [name, value] : fields) {
            CAPTURE(name);
            CHECK(answer.headers.joined(name) == value);
        }
        CHECK(answer.headers.has("Cache-Control") == (fields.front().first == "Cache-Control"));
    }
}

TEST_CASE("under a lifetime of the view, too, an answer that is not stored keeps what it says")
{
    CHECK(control_of(for_an_hour({{"Cache-Control", "max-age=0"}})) == "max-age=0");
    const auto expired = for_an_hour({{"Expires", "0"}});
    CHECK(status_of(expired) == "Aspic; fwd=uri-miss; detail=not-fresh");
    CHECK(expired.headers.joined("Expires") == "0");
    CHECK(control_of(expired) == "none");
    const auto malformed = for_an_hour({{"Cache-Control", "max-age=60;private"}});
    CHECK(status_of(malformed) == "Aspic; fwd=uri-miss; detail=malformed-cache-control");
    CHECK(control_of(malformed) == "max-age=60;private");
    CHECK(control_of(for_an_hour({}, 302)) == "private, no-cache");
    CHECK(control_of(for_an_hour({{"Expires", in_2099}, {"Set-Cookie", "a=1"}})) ==
          "private, no-cache");
}

TEST_CASE(
    "an answer with a visitor's parts is private, unless its field forbids all sharing itself")
{
    const auto sent = [](const std::string& control) {
        const SmallTemplates templates;
        TestClient client{small_site(view<"/said">([&](Request& /*request*/) {
                              Page page = show("x");
                              page.header("Cache-Control", control);
                              page.header("ETag", "\"own\"");
                              page.header("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
                              return page;
                          })),
                          {.templates = templates.path()}};
        const auto answer = client.get("/said");
        CHECK(answer.headers.get("ETag") != "\"own\"");
        CHECK_FALSE(answer.headers.has("Last-Modified"));
        return control_of(answer);
    };
    for (const auto* control :
         {"max-age=60", "max-age=60;private", "private x", "private=\"X-A\", max-age=60",
          "no-store, must-understand", "no-cache"}) {
        CAPTURE(control);
        CHECK(sent(control) == "private, no-cache");
    }
    for (const auto* control : {"private, max-age=60", "no-store", "PRIVATE, private=\"X\""})
        CHECK(sent(control) == control);
}

TEST_CASE("our own targeted field never leaves the site, from any view, stored or not")
{
    const Fields stored{{"Aspic-Cache-Control", "max-age=60"}, {"Cache-Control", "max-age=9"}};
    const Fields alone{{"aspic-cache-control", "no-store"}, {"Cache-Control", "max-age=9"}};
    const auto own = [&](Request& /*request*/) {
        Response response = text("x");
        for (const auto& [name, value] : stored)
            response.headers.set(name, value);
        return response;
    };
    for (const auto& answer : {by_itself(stored), by_itself(alone), for_an_hour(stored),
                               for_an_hour(alone), answer_of(view<"/said">(own))}) {
        CHECK_FALSE(answer.headers.has("Aspic-Cache-Control"));
        CHECK(control_of(answer) == "max-age=9");
    }
    CHECK(contains(status_of(by_itself(stored)), "stored; ttl=60"));
}

TEST_CASE("fields of one connection are neither stored nor sent, from any view")
{
    const Fields fields{{"Cache-Control", "max-age=60"},
                        {"Connection", "close, X-Named"},
                        {"X-Named", "1"},
                        {"Keep-Alive", "timeout=5"},
                        {"TE", "trailers"},
                        {"Trailer", "X-Sum"},
                        {"Upgrade", "h2c"},
                        {"Proxy-Authenticate", "Basic"},
                        {"X-Other", "1"}};
    const auto own = [&](Request& request) {
        Response response = text("x", request.method() == Method::get ? 200 : 500);
        for (const auto& [name, value] : fields)
            response.headers.set(name, value);
        return response;
    };
    const SmallTemplates templates;
    TestClient client{
        small_site(view<"/itself">(cache_page<from_response>(with(fields))),
                   view<"/hour">(cache_page<1h>(with(fields))),
                   view<"/alone">(cache_page<1h>(with(fields, 500))), view<"/own">(own)),
        {.templates = templates.path()}};
    for (const auto* path : {"/itself", "/itself", "/hour", "/hour", "/alone", "/alone", "/own"}) {
        CAPTURE(path);
        const auto answer = client.get(path);
        for (const auto& [name, value] : fields) {
            CAPTURE(name);
            CHECK(answer.headers.has(name) == (name == "Cache-Control" || name == "X-Other"));
        }
    }
}

TEST_CASE("an assembled page has neither the Date nor the validators of the stored one, and no Age")
{
    const auto own = [](PublicRequest& /*request*/) {
        Page page = show("x");
        page.header("Cache-Control", "max-age=60");
        page.header("ETag", "\"own\"");
        page.header("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
        return page;
    };
    const SmallTemplates templates;
    TestClient client{small_site(view<"/said">(cache_page<from_response>(own))),
                      {.templates = templates.path()}};
    const auto stored = client.get("/said");
    CHECK(stored.headers.get("ETag") == "\"own\"");
    CHECK(stored.headers.has("Date"));
    client.post("/in", {{"name", "Ana"}});
    const auto assembled = client.get("/said");
    CHECK(contains(status_of(assembled), "assembled"));
    CHECK(control_of(assembled) == "private, no-cache");
    for (const auto* name : {"Age", "Date", "Last-Modified", "Expires"}) {
        CAPTURE(name);
        CHECK_FALSE(assembled.headers.has(name));
    }
    CHECK(assembled.headers.get("ETag").value_or("") != "\"own\"");
}
