// Errors in views and templates, and what visitors see of them.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/captured_log.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using support::contains;
using support::message_of;
using support::show;
using support::small_site;
using support::SmallTemplates;

namespace {

Page fails(Request& /*request*/)
{
    throw std::runtime_error{"the secret reason"};
}

}  // namespace

TEST_CASE("a view that throws gives a 500 page, with the reason only in debug mode")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/fails">(fails)), {.templates = templates.path()}};
    const auto hidden = client.get("/fails");
    CHECK(hidden.status == 500);
    CHECK(contains(hidden.body, "500 Internal Server Error"));
    CHECK_FALSE(contains(hidden.body, "secret"));
    TestClient debugging{small_site(view<"/fails">(fails)),
                         {.templates = templates.path(), .debug = true}};
    CHECK(contains(debugging.get("/fails").body, "the secret reason"));
}

TEST_CASE("a status that no answer may have is a 500, in whatever form the view gives it")
{
    const SmallTemplates templates;
    const support::CapturedLog log;
    int status = 0;
    const auto answered = [&status] {
        Response response = text("x");
        response.status = status;
        return response;
    };
    TestClient client{small_site(view<"/response">([&](Request&) { return answered(); }),
                                 view<"/text">([&](Request&) { return text("x", status); }),
                                 view<"/page">([&](Request&) {
                                     Page page{"page.tpl"};
                                     page.set("TEXT", "x");
                                     page.status(status);
                                     return page;
                                 }),
                                 view<"/cached">(cache_page<std::chrono::hours{1}>(
                                     [&](PublicRequest&) { return answered(); })),
                                 view<"/error">([&](Request&) -> Page {
                                     throw HttpError{status, "x"};
                                 })),
                      {.templates = templates.path()}};
    for (const int wrong : {-1, 0, 99, 100, 199, 600, 1000}) {
        status = wrong;
        for (const char* path : {"/response", "/text", "/page", "/cached", "/error"}) {
            CAPTURE(wrong);
            CAPTURE(path);
            CHECK(client.get(path).status == 500);
            CHECK(contains(log.text(), std::to_string(wrong)));
        }
    }
    for (const int right : {200, 599}) {
        status = right;
        CHECK(client.get("/response").status == right);
    }
}

TEST_CASE("a view or fragment that throws something else than an exception also gives a 500")
{
    const SmallTemplates templates;
    templates.write("hole.tpl", "[{{LIVE:x-live=/_odd}}]");
    TestClient client{small_site(view<"/odd">([](Request&) -> Page { throw 42; }),
                                 view<"/cached-odd">(cache_page<std::chrono::hours{1}>(
                                     [](PublicRequest&) -> Page { throw "text"; })),
                                 view<"/hole">([](Request&) { return Page{"hole.tpl"}; }),
                                 view<"/_odd">([](Request&) -> Fragment { throw 42; })),
                      {.templates = templates.path()}};
    CHECK(client.get("/odd").status == 500);
    CHECK(client.get("/cached-odd").status == 500);
    CHECK(contains(client.get("/hole").body, "[<x-live fragment=\"/_odd\"></x-live>]"));
    CHECK(client.get("/_live?fragment=/_odd").body.empty());
}

TEST_CASE("in debug mode, a hole whose fragment fails says why, as text")
{
    const SmallTemplates templates;
    templates.write("hole.tpl", "[{{LIVE:x-live=/_refused}}]");
    const Site site = small_site(
        view<"/hole">(
            cache_page<std::chrono::hours{1}>([](PublicRequest&) { return Page{"hole.tpl"}; })),
        view<"/_refused">([](Request&) -> Fragment { throw Forbidden{"sign <in> first"}; }));
    TestClient debugging{site, {.templates = templates.path(), .debug = true}};
    const std::string explained = debugging.get("/hole").body;
    CHECK(contains(explained, "Not available now."));
    CHECK(contains(explained, "The fragment /_refused failed: "));
    CHECK(contains(explained, "StatusError&lt;403&gt;: sign &lt;in&gt; first"));
    TestClient client{site, {.templates = templates.path()}};
    CHECK_FALSE(contains(client.get("/hole").body, "first"));
    CHECK(contains(client.get("/hole").body, "[<x-live fragment=\"/_refused\""));
}

TEST_CASE("a field by which a view would have the front end send a file does not get through")
{
    const SmallTemplates templates;
    const auto forwarded = [](const auto&) {
        Response response = text("a");
        response.headers.set("X-Sendfile", "/etc/passwd");
        response.headers.set("x-accel-redirect", "/etc/passwd");
        response.headers.set("X-Kept", "1");
        return response;
    };
    TestClient client{small_site(view<"/own">([&](Request& request) { return forwarded(request); }),
                                 view<"/cached">(cache_page<std::chrono::hours{1}>(
                                     [&](PublicRequest& request) { return forwarded(request); }))),
                      {.templates = templates.path()}};
    for (const auto* path : {"/own", "/cached", "/cached"}) {
        const auto answer = client.get(path);
        CHECK(answer.headers.has("X-Kept"));
        CHECK_FALSE(answer.headers.has("X-Sendfile"));
        CHECK_FALSE(answer.headers.has("X-Accel-Redirect"));
    }
}

TEST_CASE("an HttpError gives a page with its status, and its explanation as text")
{
    const SmallTemplates templates;
    TestClient client{
        small_site(view<"/no">([](Request&) -> Page { throw Forbidden{"not <for> you"}; })),
        {.templates = templates.path()}};
    const auto answer = client.get("/no");
    CHECK(answer.status == 403);
    CHECK(contains(answer.body, "<h1>403 Forbidden</h1>"));
    CHECK(contains(answer.body, "<p>not &lt;for&gt; you</p>"));
}

TEST_CASE("a page with a missing or incomplete template gives a 500, explained in debug mode")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/empty">([](Request&) { return Page{"page.tpl"}; }),
                                 view<"/nowhere">([](Request&) { return Page{"nowhere.tpl"}; })),
                      {.templates = templates.path(), .debug = true}};
    CHECK(contains(client.get("/empty").body, "page.tpl:1: the variable TEXT was not set"));
    CHECK(contains(client.get("/nowhere").body, "there is no template nowhere.tpl"));
}

TEST_CASE("error.tpl replaces the library's error page, with the base and its holes")
{
    const SmallTemplates templates;
    templates.write("error.tpl", "{{STATUS}}|{{REASON}}|{{EXPLANATION}}|{{TITLE}}");
    TestClient client{
        small_site(view<"/no">([](Request&) -> Page { throw NotFound{"no <page>"}; })),
        {.templates = templates.path()}};
    client.post("/in", {{"name", "Ana"}});
    const auto answer = client.get("/no");
    CHECK(answer.status == 404);
    CHECK(contains(answer.body, "<body>404|Not Found|no &lt;page&gt;|404 Not Found</body>"));
    CHECK(contains(answer.body, "Ana on /no"));
}

TEST_CASE("if error.tpl fails the library's own page is used")
{
    const SmallTemplates templates;
    templates.write("error.tpl", "{{UNKNOWN}}");
    TestClient client{small_site(), {.templates = templates.path()}};
    const auto answer = client.get("/nowhere");
    CHECK(answer.status == 404);
    CHECK(contains(answer.body, "<h1>404 Not Found</h1>"));
}

TEST_CASE("a session that is too large gives a 500 page, and does not change the cookies")
{
    const SmallTemplates templates;
    TestClient client{small_site(view<"/hoard">([](Request& request) {
                          request.session().set("all", std::string(5000, 'x'));
                          return show("done");
                      })),
                      {.templates = templates.path()}};
    client.post("/in", {{"name", "Ana"}});
    const auto before = client.cookies();
    const auto answer = client.get("/hoard");
    CHECK(answer.status == 500);
    CHECK_FALSE(contains(answer.body, "done"));
    CHECK_FALSE(answer.headers.has("Set-Cookie"));
    CHECK(client.cookies() == before);
    CHECK(contains(client.get("/").body, "for Ana"));
}

TEST_CASE("a request that could not be read is refused with a page")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const auto wire = client.application().refuse(413, "It is too large.");
    CHECK(wire.own_head.starts_with("Status: 413 Content Too Large\r\n"));
    CHECK(contains(wire.own_body, "It is too large."));
}

TEST_CASE("in debug mode a changed template is used at once, and a broken one is explained")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path(), .debug = true}};
    CHECK(contains(client.get("/").body, "<p>for </p>"));
    templates.write("page.tpl", "<q>{{TEXT}}</q>");
    CHECK(contains(client.get("/").body, "<q>for </q>"));
    templates.write("page.tpl", "{{");
    const auto broken = client.get("/");
    CHECK(broken.status == 500);
    CHECK(contains(broken.body, "page.tpl:1: a {{ is not closed by }}"));
    templates.write("page.tpl", "<b>{{TEXT}}</b>");
    CHECK(contains(client.get("/").body, "<b>for </b>"));
}

TEST_CASE("in debug mode templates may change while many threads use them")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path(), .debug = true}};
    const Application& application = client.application();
    std::atomic<bool> stop = false;
    std::atomic<int> asked = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
        threads.emplace_back([&] {
            while (!stop) {
                RequestSource source;
                source.target = "/";
                const auto wire = application.answer(std::move(source));
                const auto refused = application.refuse(400, "no");
                asked += !wire.own_head.empty() && !refused.own_head.empty() ? 1 : 0;
            }
        });
    }
    for (int i = 0; i < 20; ++i) {
        templates.write("page.tpl", "<p>{{TEXT}}</p>" + std::to_string(i));
        const int before = asked;
        while (asked < before + 3)
            std::this_thread::yield();
    }
    stop = true;
    for (std::thread& thread : threads)
        thread.join();
    CHECK(asked > 0);
}

TEST_CASE("without debug mode templates do not change after the start")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    templates.write("page.tpl", "{{");
    CHECK(contains(client.get("/").body, "<p>for </p>"));
}

TEST_CASE("an application with wrong templates does not start")
{
    const SmallTemplates templates;
    templates.write("page.tpl", "{{");
    CHECK(contains(message_of<TemplateError>([&] {
                       const TestClient client{small_site(), {.templates = templates.path()}};
                   }),
                   "page.tpl:1: a {{ is not closed by }}"));
}

TEST_CASE("a status that is not final gives a 500 page, from a response, a page or an error")
{
    const SmallTemplates templates;
    const auto with_status = [](Request& request) {
        return text("", std::stoi(std::string{request.query("is").value_or("")}));
    };
    const auto cached_with_status = [](PublicRequest& request) {
        return text("", std::stoi(std::string{request.query("is").value_or("")}));
    };
    const auto error_with_status = [](Request& request) -> Page {
        throw HttpError{std::stoi(std::string{request.query("is").value_or("")}), "odd"};
    };
    TestClient client{
        small_site(view<"/own">(with_status),
                   view<"/cached">(cache_page<std::chrono::hours{1}>(cached_with_status)),
                   view<"/error">(error_with_status)),
        {.templates = templates.path()}};
    for (const std::string status : {"0", "-1", "1", "99", "100", "199", "600", "999", "20000"}) {
        CAPTURE(status);
        CHECK(client.get("/own?is=" + status).status == 500);
        CHECK(client.get("/cached?is=" + status).status == 500);
        CHECK(client.get("/error?is=" + status).status == 500);
    }
    for (const std::string status : {"200", "204", "404", "599"}) {
        CAPTURE(status);
        CHECK(std::to_string(client.get("/own?is=" + status).status) == status);
        CHECK(std::to_string(client.get("/cached?is=" + status).status) == status);
    }
    CHECK(client.get("/error?is=200").status == 500);
    CHECK(client.get("/error?is=599").status == 599);
}
