// Messages are shown once, in the next page that the visitor sees.
#include <doctest/doctest.h>

#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::small_site;
using support::SmallTemplates;

namespace {

Fragment messages(Request& request)
{
    std::string all = "messages:";
    for (const Flash& flash : request.session().take_flash())
        all += ' ' + flash.message;
    Fragment fragment{"word.tpl"};
    fragment.set("WORD", all);
    return fragment;
}

Response messages_of_view(Request& request)
{
    std::string all = "messages:";
    for (const Flash& flash : request.session().take_flash())
        all += ' ' + flash.message;
    Response response = text(all);
    response.headers.set("ETag", "\"fixed\"");
    return response;
}

Response say(Request& request)
{
    request.session().flash(request.form().first("text").value_or("Saved."));
    return redirect("/cached");
}

Page holed(PublicRequest& /*request*/)
{
    return Page{"holed.tpl"};
}

Page own(Request& /*request*/)
{
    return Page{"holed.tpl"};
}

Site site()
{
    return small_site(view<"/_messages">(private_cache<5min>(messages)),
                      view<"/cached">(cache_page<1h>(holed)), view<"/own">(own),
                      view<"/view">(messages_of_view), view<"/say">(allow<Method::post>(say)));
}

struct Templates : SmallTemplates {
    Templates()
    {
        write("holed.tpl", "{{LIVE:x-live=/_messages}}");
        write("word.tpl", "{{WORD}}");
    }
};

struct Visitor {
    Visitor() { client.get("/cached"); }
    void say(const std::string& text) { client.post("/say", {{"text", text}}); }
    bool waits() { return client.cookies().contains("session"); }

    Templates templates;
    TestClient client{site(), {.templates = templates.path()}};
    const std::string live = "/_live?page=/cached&fragment=/_messages";
};

}  // namespace

TEST_CASE("a message is shown once, cached or not, by a fragment or by a view")
{
    for (const auto* target : {"/cached", "/own", "/view"}) {
        CAPTURE(target);
        Visitor visitor;
        visitor.say("Saved.");
        const auto first = visitor.client.get(target);
        CHECK(contains(first.body, "messages: Saved."));
        CHECK(first.headers.get("Cache-Control") == "private, no-store");
        CHECK_FALSE(first.headers.has("ETag"));
        const auto second = visitor.client.get(target);
        CHECK(contains(second.body, "messages:"));
        CHECK_FALSE(contains(second.body, "Saved."));
    }
}

TEST_CASE("the browser does not ask again for a page that shows a message, compressed or not")
{
    const Templates templates;
    templates.write("base.tpl", "<head>{{>ASPIC_HEAD}}</head><body>{{>CONTENT}}</body>" +
                                    std::string(2000, ' '));
    Headers fields;
    fields.set("Accept-Encoding", "gzip");
    TestClient client{site(), {.templates = templates.path()}};
    client.get("/cached");
    for (const std::string path : {"/cached", "/own"}) {
        CAPTURE(path);
        client.post("/say", {{"text", "Saved."}});
        const auto page = client.get(path, path == "/cached" ? fields : Headers{});
        CHECK(contains(page.body, "Saved."));
        CHECK(contains(page.body, " data-again=\"own\" "));
        CHECK(contains(client.get(path).body, " data-again=\"yes\" "));
    }
}

TEST_CASE("a message is also shown once by /_live, in an element that no browser keeps")
{
    Visitor visitor;
    visitor.say("Saved.");
    const auto first = visitor.client.get(visitor.live + "&view=shown");
    CHECK(contains(first.body, "messages: Saved."));
    CHECK(contains(first.body, " passing>"));
    CHECK_FALSE(contains(first.body, " keep="));
    CHECK(first.headers.get("Cache-Control") == "private, no-store");
    const auto second = visitor.client.get(visitor.live + "&view=shown");
    CHECK_FALSE(contains(second.body, "Saved."));
    CHECK_FALSE(contains(second.body, " passing"));
    CHECK(contains(second.body, " keep=\"300\""));
}

TEST_CASE("an open page that asks again, and an early request, leave the message waiting")
{
    Visitor visitor;
    visitor.say("Saved.");
    for (const auto* view : {"", "&view=early", "&view=other"}) {
        CAPTURE(view);
        const auto answer = visitor.client.get(visitor.live + view);
        CHECK_FALSE(contains(answer.body, "Saved."));
        CHECK(contains(answer.body, " passing waiting>"));
        CHECK(answer.headers.get("Cache-Control") == "private, no-store");
    }
    CHECK(visitor.client.send(Method::head, visitor.live + "&view=shown", {}).status == 200);
    Headers prefetch;
    prefetch.set("Sec-Purpose", "prefetch");
    CHECK_FALSE(
        contains(visitor.client.get(visitor.live + "&view=shown", prefetch).body, "Saved."));
    CHECK(contains(visitor.client.get("/cached").body, "messages: Saved."));
}

TEST_CASE("a HEAD, a prefetch and a script do not take the message")
{
    for (const auto* target : {"/cached", "/own", "/view"}) {
        CAPTURE(target);
        Visitor visitor;
        visitor.say("Saved.");
        visitor.client.send(Method::head, target, {});
        for (const auto& [name, value] :
             std::vector<std::pair<std::string, std::string>>{{"Sec-Purpose", "prefetch"},
                                                              {"Sec-Purpose", "prefetch;prerender"},
                                                              {"Purpose", "prefetch"},
                                                              {"X-Moz", "prefetch"},
                                                              {"Sec-Fetch-Dest", "empty"},
                                                              {"Sec-Fetch-Dest", "iframe"}}) {
            Headers fields;
            fields.set(name, value);
            CHECK_FALSE(contains(visitor.client.get(target, fields).body, "Saved."));
        }
        Headers fields;
        fields.set("Sec-Fetch-Dest", "document");
        CHECK(contains(visitor.client.get(target, fields).body, "messages: Saved."));
        CHECK_FALSE(visitor.waits());
    }
}

TEST_CASE("a prefetched page asks for its messages when it is shown")
{
    Visitor visitor;
    visitor.say("Saved.");
    Headers prefetch;
    prefetch.set("Sec-Purpose", "prefetch");
    for (const auto* target : {"/cached", "/own"}) {
        CAPTURE(target);
        CHECK(contains(visitor.client.get(target, prefetch).body, " later"));
    }
}

TEST_CASE("several messages wait together, and through pages that do not show them")
{
    Visitor visitor;
    visitor.say("One.");
    visitor.client.get("/cached/ls");
    visitor.say("Two.");
    CHECK(contains(visitor.client.get("/cached").body, "messages: One. Two."));
}

TEST_CASE("a message changes the live version, so that the next page is assembled with it")
{
    Visitor visitor;
    visitor.client.post("/in", {});
    const auto before = visitor.client.cookies()["live"];
    visitor.say("Saved.");
    const auto after = visitor.client.cookies()["live"];
    CHECK(after != before);
    CHECK(contains(visitor.client.get("/cached").body, "messages: Saved."));
    CHECK(visitor.client.cookies()["live"] == after);
}

TEST_CASE("a guest who has only seen a message is soon a guest without a session again")
{
    Visitor visitor;
    visitor.say("Saved.");
    visitor.client.get("/cached");
    visitor.client.get("/cached");
    CHECK(visitor.client.cookies().empty());
}
