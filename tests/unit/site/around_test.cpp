// Functions around a whole site.
#include <aspic/site/around.h>

#include <doctest/doctest.h>

#include <aspic/http/errors.h>
#include <aspic/site/application.h>
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

/// Refuses every request without the field X-Allowed.
Result allowed_only(Request& request, const NextView& next)
{
    if (!request.header("X-Allowed")) return text("closed", 503);
    return next();
}

Headers allowed()
{
    Headers fields;
    fields.set("X-Allowed", "yes");
    return fields;
}

}  // namespace

TEST_CASE("a function around a site answers any request, or passes it on")
{
    const SmallTemplates templates;
    Site site = small_site();
    site.around(allowed_only);
    TestClient client{site, {.templates = templates.path()}};
    for (const auto* path : {"/", "/cached/ls", "/cached/ls/", "/_navigation", "/nowhere",
                             "/_live?fragment=/_navigation", "/_xray/off"}) {
        CAPTURE(path);
        const auto closed = client.get(path);
        CHECK(closed.status == 503);
        CHECK(closed.body == "closed");
        CHECK(client.get(path, allowed()).status != 503);
    }
    CHECK(client.post("/in", {}).status == 503);
    CHECK(client.send(Method::options, "/in", {}).status == 503);
    CHECK(client.send(Method::put, "/", {}).status == 503);
    CHECK(client.cookies().empty());
}

TEST_CASE("a function around the site does not change caching, and no cached page bypasses it")
{
    const SmallTemplates templates;
    Site site = small_site();
    site.around(allowed_only);
    TestClient client{site, {.templates = templates.path()}};
    CHECK(client.get("/cached/ls").status == 503);
    CHECK(client.application().peek("/cached/ls") == nullptr);
    CHECK(contains(status_of(client.get("/cached/ls", allowed())), "stored"));
    const auto hit = client.get("/cached/ls", allowed());
    CHECK(status_of(hit) == "Aspic; hit; ttl=3600");
    CHECK(hit.headers.get("Cache-Control") == "max-age=3600");
    CHECK(client.get("/cached/ls").status == 503);
}

TEST_CASE("functions around a site run once for each request, and the first one is the outermost")
{
    const SmallTemplates templates;
    std::string order;
    Site site = small_site(view<"/own">([&order](Request&) {
        order += "view ";
        return show("x");
    }));
    for (const std::string name : {"first", "second"}) {
        site.around([&order, name](Request& request, auto&& next) {
            order += name + " " + std::string{request.path()} + " ";
            auto answer = next();
            order += "after " + name + " ";
            return answer;
        });
    }
    TestClient client{site, {.templates = templates.path()}};
    client.get("/own");
    CHECK(order == "first /own second /own view after second after first ");
    // The fragment in the page's hole belongs to the same request.
    order.clear();
    client.get("/cached/ls");
    client.get("/cached/ls");
    CHECK(order ==
          "first /cached/ls second /cached/ls after second after first "
          "first /cached/ls second /cached/ls after second after first ");
}

TEST_CASE("a function around a site cannot make a visitor's fragment public")
{
    const SmallTemplates templates;
    Site site = small_site();
    site.around([](Request& /*request*/, auto&& next) -> Result {
        Result result = next();
        if (!result.from_cache()) result.header("Cache-Control", "public, max-age=600");
        return result;
    });
    TestClient client{site, {.templates = templates.path()}};
    client.post("/in", {{"name", "Ana"}});
    for (const auto* path : {"/", "/_navigation", "/_live?fragment=/_navigation"}) {
        CAPTURE(path);
        const auto answer = client.get(path);
        CHECK(contains(answer.body, "Ana"));
        CHECK(contains(answer.headers.joined("Cache-Control").value_or(""), "private"));
    }
}

TEST_CASE("a field is set in every answer, cached or not")
{
    const SmallTemplates templates;
    Site site = small_site();
    site.around([](Request& /*request*/, auto&& next) -> Result {
        Result result = next();
        result.header("X-Robots-Tag", "noindex");
        return result;
    });
    TestClient client{site, {.templates = templates.path()}};
    for (const auto* path : {"/", "/cached/ls", "/cached/ls", "/_navigation",
                             "/_live?fragment=/_navigation", "/cached/ls/"}) {
        CAPTURE(path);
        CHECK(client.get(path).headers.joined("X-Robots-Tag") == "noindex");
    }
}

TEST_CASE(
    "a function around the site gets the exceptions of views, and the error if no route matches")
{
    const SmallTemplates templates;
    Site site = small_site(view<"/gone">([](Request&) -> Page { throw Gone{"it is gone"}; }));
    site.around([](Request& /*request*/, auto&& next) -> Result {
        try {
            return next();
        } catch (const HttpError& error) {
            return text("caught " + std::to_string(error.status()), error.status());
        }
    });
    TestClient client{site, {.templates = templates.path()}};
    CHECK(client.get("/gone").body == "caught 410");
    CHECK(client.get("/nowhere").body == "caught 404");
    CHECK(client.get("/in").body == "caught 405");
}

TEST_CASE("a page is renewed without the functions around the site")
{
    const SmallTemplates templates;
    int seen = 0;
    int made = 0;
    Site site = small_site(view<"/number">(cache_page<1s>(
        [&made](PublicRequest&) { return show("made " + std::to_string(++made)); })));
    site.around([&seen](Request& request, const NextView& next) {
        ++seen;
        return allowed_only(request, next);
    });
    TestClient client{site, {.templates = templates.path()}};
    client.get("/number", allowed());
    client.advance(2s);
    CHECK(contains(client.get("/number", allowed()).body, "made 1"));
    CHECK(made == 2);
    CHECK(seen == 2);
    CHECK(contains(client.get("/number", allowed()).body, "made 2"));
}
