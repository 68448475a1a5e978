#include <aspic/site/fragments.h>

#include <doctest/doctest.h>

#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using support::contains;
using support::navigation;
using support::show;
using support::small_site;
using support::SmallTemplates;

namespace {

Fragment note(Request& request, std::string_view name)
{
    if (name == "bad") throw std::runtime_error{"no note"};
    if (name == "private" && !request.session().signed_in()) throw Forbidden{"sign in"};
    Fragment fragment{"navigation.tpl"};
    fragment.set("WHO", name);
    fragment.set("PAGE", request.page());
    return fragment;
}

Page notes(Request& /*request*/)
{
    Page page{"notes.tpl"};
    page.set("NOBODY", "/_nobody");
    return page;
}

struct TemplatesWithNotes : SmallTemplates {
    TemplatesWithNotes()
    {
        write("notes.tpl",
              "{{LIVE:x-live=/_note/good}}{{LIVE:x-live=/_note/bad}}"
              "{{NOBODY:x-live}}{{LIVE:x-live=/_note/a%2Fb}}");
    }
};

Site site()
{
    return small_site(view<"/_note/<name>">(note), view<"/notes">(notes),
                      view<"/plain/<name>">([](Request&, std::string_view) { return show("x"); }));
}

}  // namespace

TEST_CASE("a fragment that fails leaves its hole empty, and does not affect others")
{
    const TemplatesWithNotes templates;
    TestClient client{site(), {.templates = templates.path()}};
    const auto answer = client.get("/notes");
    CHECK(answer.status == 200);
    CHECK(contains(answer.body,
                   "<x-live fragment=\"/_note/good\">good on /notes</x-live>"
                   "<x-live fragment=\"/_note/bad\"></x-live>"
                   "<x-live fragment=\"/_nobody\"></x-live>"
                   "<x-live fragment=\"/_note/a%2Fb\">a/b on /notes</x-live>"));
}

TEST_CASE("/_live answers one element for each fragment that succeeds, each once")
{
    const TemplatesWithNotes templates;
    TestClient client{site(), {.templates = templates.path()}};
    const auto answer = client.get(
        "/_live?page=/man/1/a%2520b&fragment=/_note/x&fragment=/_note/bad"
        "&fragment=/_navigation&fragment=/_note/x&fragment=/_note/private");
    CHECK(answer.status == 200);
    CHECK(answer.body ==
          "<x-live fragment=\"/_note/x\" hash=\"R46HA54jNuQ\">x on /man/1/a%20b</x-live>"
          "<x-live fragment=\"/_navigation\" hash=\"Q9R9P4BTUPI\">guest on /man/1/a%20b</x-live>");
    CHECK(answer.headers.get("Content-Type") == "text/html; charset=utf-8");
}

TEST_CASE("/_live has limits")
{
    const TemplatesWithNotes templates;
    TestClient client{site(), {.templates = templates.path()}};
    const auto status_with = [&](int count) {
        std::string target = "/_live?page=/";
        for (int i = 0; i < count; ++i)
            target += "&fragment=/_note/" + std::to_string(i);
        return client.get(target).status;
    };
    CHECK(client.get("/_live").status == 400);
    CHECK(status_with(0) == 400);
    CHECK(status_with(1) == 200);
    CHECK(status_with(16) == 200);
    CHECK(status_with(17) == 400);
}

TEST_CASE("/_live renders only fragments")
{
    const TemplatesWithNotes templates;
    TestClient client{site(), {.templates = templates.path()}};
    for (const std::string path :
         {"", "/", "/notes", "/plain/x", "/in", "/_live", "/_nobody", "navigation", "//_navigation",
          "/_note/", "/_note", "/../_navigation", "http://host/plain/x", "/_note/%zz",
          "/%5C%22%3E%3Cscript%3E"}) {
        CAPTURE(path);
        const auto answer = client.get("/_live?page=/&fragment=/_navigation&" +
                                       Parameters{{"fragment", path}}.encoded());
        CHECK(answer.status == 400);
        CHECK_FALSE(contains(answer.body, "<script>"));
    }
}

TEST_CASE("a fragment's page is an address in this site, or nothing")
{
    const TemplatesWithNotes templates;
    TestClient client{site(), {.templates = templates.path()}};
    const auto page_seen = [&](std::string_view page) {
        return client
            .get("/_live?fragment=/_navigation&" +
                 Parameters{{"page", std::string{page}}}.encoded())
            .body;
    };
    CHECK(contains(page_seen("/man/1/ls?q=1"), "guest on /man/1/ls?q=1<"));
    CHECK(contains(page_seen("/a b"), "guest on /a%20b<"));
    for (const auto* page : {"", "javascript:alert(1)", "//evil.example/x", "/../x", "/a\nb"})
        CHECK(contains(page_seen(page), "guest on <"));
    CHECK(contains(client.get("/_live?fragment=/_navigation").body, "guest on <"));
}

TEST_CASE("the guest's content of a fragment depends only on the two paths")
{
    const SmallTemplates templates;
    const Templates loaded{templates.path(), {}};
    const ViewTable views{Site{view<"/_all">([](Request& request) {
                              Fragment fragment{"navigation.tpl"};
                              const bool knows = request.cookie("session") ||
                                                 request.header("User-Agent") ||
                                                 request.query("q") || !request.host().empty() ||
                                                 !request.remote_address().empty() ||
                                                 request.session().signed_in() ||
                                                 !request.body().empty() || request.id() == "r1";
                              fragment.set("WHO", knows ? "somebody" : "nobody");
                              fragment.set("PAGE", request.page());
                              return fragment;
                          })}.routes()};
    const Fragments fragments{views, loaded, std::chrono::milliseconds{300}};
    CHECK(fragments.for_guest("/_all?q=1", "/man/1/ls", "r1") == "nobody on /man/1/ls");
    CHECK_FALSE(fragments.for_guest("/_nobody", "/", "r1"));
    CHECK_FALSE(fragments.for_guest("not a path", "/", "r1"));
}

TEST_CASE("a fragment that fails for a visitor shows the neutral form of its page")
{
    const SmallTemplates templates;
    templates.write("hole.tpl",
                    "{{LIVE:x-live=/_mine}}<template data-live-unavailable>gone</template>");
    TestClient client{small_site(view<"/hole">([](Request&) { return Page{"hole.tpl"}; }),
                                 view<"/_mine">([](Request& request) {
                                     if (request.session().signed_in())
                                         throw std::runtime_error{"only guests"};
                                     return navigation(request);
                                 })),
                      {.templates = templates.path()}};
    client.post("/in", {});
    CHECK(contains(client.get("/hole").body, "<x-live fragment=\"/_mine\" visitor=\"" +
                                                 client.cookies()["live"] +
                                                 "\" failed>gone</x-live>"));
}

TEST_CASE("a fragment may be requested by its own address")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const auto answer = client.get("/_navigation");
    CHECK(answer.body == "guest on /_navigation");
    CHECK(answer.headers.get("Cache-Control") == "private, no-cache");
}

TEST_CASE("a fragment knows the address of its page, with the query")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const std::string page = "/cached/ls?q=a%20b&unread=1";
    // The page is the same for everyone who asks with this q.
    CHECK(contains(client.get(page).body, "guest on /cached/ls?q=a%20b</x-live>"));
    CHECK(contains(client.get("/?q=a").body, "guest on /?q=a</x-live>"));
    client.post("/in", {{"name", "Ana"}});
    CHECK(contains(client.get(page).body, "Ana on /cached/ls?q=a%20b&amp;unread=1</x-live>"));
    CHECK(contains(client.get("/_live?page=/cached/ls%3Fq%3Da&fragment=/_navigation").body,
                   "Ana on /cached/ls?q=a</x-live>"));
}
