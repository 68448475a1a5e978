// A guest with a session, and what fragments write to the session.
#include <doctest/doctest.h>

#include <aspic/site/test_client.h>
#include "../support/captured_log.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::CapturedLog;
using support::contains;
using support::show;
using support::small_site;
using support::SmallTemplates;

namespace {

Fragment shown(std::string_view text)
{
    Fragment fragment{"word.tpl"};
    fragment.set("WORD", text);
    return fragment;
}

Fragment basket(Request& request)
{
    return shown("basket " + std::string{request.session().get("basket").value_or("0")});
}

Fragment counting(Request& request)
{
    Session& session = request.session();
    if (session.is_empty()) return shown("none");
    session.set("seen", std::string{session.get("seen").value_or("")} + "I");
    return shown("seen " + std::string{*session.get("seen")});
}

Fragment failing_after(Request& request)
{
    request.session().set("seen", "lost");
    throw std::runtime_error{"made to fail"};
}

Fragment signing_in(Request& request)
{
    if (!request.session().is_empty()) request.session().sign_in("9", "Eve");
    return shown("x");
}

Fragment careless(Request& request)
{
    request.session().set("seen", "I");
    return shown("x");
}

Page holed(PublicRequest& /*request*/, std::string_view name)
{
    Page page{"holed.tpl"};
    page.set("FRAGMENT", "/_" + std::string{name});
    return page;
}

Page own(Request& /*request*/, std::string_view name)
{
    Page page{"holed.tpl"};
    page.set("FRAGMENT", "/_" + std::string{name});
    return page;
}

Response put(Request& request)
{
    request.session().set("basket", request.form().first("count").value_or("1"));
    return redirect("/");
}

Response look(Request& request)
{
    std::string all = std::string{request.session().user()} + ":";
    for (const auto& [key, value] : request.session().values())
        all += ' ' + key + '=' + value;
    return text(all);
}

Site site()
{
    return small_site(
        view<"/_basket">(basket), view<"/_counting">(counting), view<"/_failing">(failing_after),
        view<"/_signing-in">(signing_in), view<"/_careless">(careless),
        view<"/holed/<name>">(cache_page<1h>(holed)), view<"/own/<name>">(own),
        view<"/put">(allow<Method::post>(put)), view<"/look">(look),
        view<"/gated">(decorate(cache_page<1h>([](PublicRequest&) { return show("x"); }),
                                [](Request& request, auto&& view) -> Result {
                                    request.session().set("gate", "1");
                                    return view();
                                })));
}

struct Templates : SmallTemplates {
    Templates()
    {
        write("holed.tpl", "{{FRAGMENT:x-live}}");
        write("word.tpl", "{{WORD}}");
    }
};

struct Guest {
    std::string body(std::string_view target) { return client.get(target).body; }
    std::string live(std::string_view fragment)
    {
        return body("/_live?page=/&fragment=" + std::string{fragment});
    }

    Templates templates;
    TestClient client{site(), {.templates = templates.path()}};
};

}  // namespace

TEST_CASE("a guest without a session costs nothing: no cookie, and the page for everyone")
{
    Guest guest;
    const auto first = guest.client.get("/holed/basket");
    CHECK(contains(first.body, ">basket 0</x-live>"));
    CHECK(guest.client.cookies().empty());
    CHECK(contains(std::string{*guest.client.get("/holed/basket").headers.get("Cache-Status")},
                   "; hit"));
}

TEST_CASE("a guest with a basket sees it in cached pages and in /_live")
{
    Guest guest;
    guest.body("/holed/basket");
    guest.client.post("/put", {{"count", "2"}});
    CHECK(guest.client.cookies().contains("live"));
    const auto page = guest.client.get("/holed/basket");
    CHECK(contains(page.body, ">basket 2</x-live>"));
    CHECK(contains(page.body, "visitor=\"" + guest.client.cookies()["live"] + '"'));
    CHECK(page.headers.get("Cache-Control") == "private, no-cache");
    CHECK(contains(guest.live("/_basket"), ">basket 2</x-live>"));
    CHECK(contains(guest.client.cached_html("/holed/basket"), ">basket 0</x-live>"));
}

TEST_CASE("signing in keeps the basket, and signing out takes it away")
{
    Guest guest;
    guest.client.post("/put", {{"count", "2"}});
    guest.client.post("/in", {{"name", "Ana"}});
    CHECK(contains(guest.body("/holed/basket"), ">basket 2</x-live>"));
    guest.client.post("/out", {});
    CHECK(contains(guest.body("/holed/basket"), ">basket 0</x-live>"));
    CHECK(guest.client.cookies().empty());
}

TEST_CASE(
    "what a fragment changes is kept, in an assembled page, in /_live and in a page of one's own")
{
    Guest guest;
    guest.client.post("/put", {});
    const auto live = guest.client.cookies()["live"];
    CHECK(contains(guest.body("/holed/counting"), ">seen I</x-live>"));
    CHECK(contains(guest.live("/_counting"), ">seen II</x-live>"));
    CHECK(contains(guest.body("/own/counting"), ">seen III</x-live>"));
    CHECK(guest.body("/look") == ": basket=1 seen=III");
    CHECK(guest.client.cookies()["live"] == live);
}

TEST_CASE("a fragment that fails changes nothing")
{
    Guest guest;
    guest.client.post("/put", {});
    for (const auto* target :
         {"/holed/failing", "/own/failing", "/_live?page=/&fragment=/_failing"})
        guest.body(target);
    CHECK(guest.body("/look") == ": basket=1");
}

TEST_CASE("a fragment that signs in is refused, and the log says why")
{
    Guest guest;
    guest.client.post("/put", {});
    const CapturedLog log;
    guest.live("/_signing-in");
    guest.body("/_signing-in");  // the fragment alone, at its own address
    CHECK(contains(log.text(), "a fragment called the session's sign_in()"));
    CHECK(guest.body("/look") == ": basket=1");
}

TEST_CASE("a fragment that writes while it is made for everyone is refused, and the log says why")
{
    Guest guest;
    const CapturedLog log;
    guest.body("/holed/careless");
    CHECK(contains(log.text(), "a page that is cached for everyone"));
    CHECK(guest.client.cookies().empty());
}

TEST_CASE("what a decorator around a cached page changes is kept")
{
    Guest guest;
    for (int i = 0; i < 2; ++i) {
        guest.client.cookies().clear();
        const auto answer = guest.client.get("/gated");
        CHECK(answer.status == 200);
        CHECK(contains(*answer.headers.get("Cache-Control"), "private"));
        CHECK(guest.body("/look") == ": gate=1");
    }
}

TEST_CASE("a basket that is too large is an error page, and the log names the way out")
{
    Guest guest;
    const CapturedLog log;
    CHECK(guest.client.post("/put", {{"count", std::string(5000, 'x')}}).status == 500);
    CHECK(contains(log.text(), "--sessions redis"));
    CHECK(guest.client.cookies().empty());
}
