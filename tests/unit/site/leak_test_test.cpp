// The ways around PublicRequest, each taken by a wrong view, and the findings of the leak test.
#include <doctest/doctest.h>

#include <aspic/site/leak_test.h>
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::show;
using support::small_site;
using support::SmallTemplates;

namespace {

std::string last_name;  // a global variable that no site should have

Fragment noting_fragment(Request& request)
{
    last_name = request.session().name();
    Fragment fragment{"navigation.tpl"};
    fragment.set("WHO", "x");
    fragment.set("PAGE", "y");
    return fragment;
}

std::string leaks_of(const Site& site, std::vector<std::string> targets)
{
    const SmallTemplates templates;
    templates.write("notes.tpl", "<p>\n{{TEXT}}\n{{NOTES:x-live}}</p>");
    targets.push_back("/cached/ls");
    return to_text(
        find_leaks(site, {.templates = templates.path(), .targets = std::move(targets)}));
}

}  // namespace

TEST_CASE(
    "a site whose cached pages do not depend on the visitor has no leak, whatever its fragments "
    "show")
{
    CHECK(leaks_of(small_site(), {}) == "");
    CHECK(leaks_of(small_site(), {"/cached/a%20b", "/cached/ls?q=1"}) == "");
}

TEST_CASE("a name from a global that a fragment set is found, with its place")
{
    last_name.clear();
    const auto leaky = [](PublicRequest&) { return show("one " + last_name); };
    const std::string found =
        leaks_of(small_site(view<"/_note">(noting_fragment), view<"/leaky">(cache_page<1h>(leaky))),
                 {"/leaky"});
    INFO(found);
    CHECK(contains(found, "/leaky at /leaky: the body differs at line 1, column "));
    CHECK(contains(found, "<p>one Ana-of-the-leak-test</p><script>"));
    CHECK(contains(found, "\"... for Ana-of-the-leak-test, ...\""));
    CHECK(contains(found, "<p>one </p>"));
    CHECK(contains(found, " for a guest\n"));
    CHECK(contains(found, "<p>one Ben-of-the-leak-test</p>"));
    CHECK_FALSE(contains(found, "/cached/"));
}

TEST_CASE("traces of a private page, a fragment of one page or a decorator are found too")
{
    const auto leaky = [](PublicRequest&) {
        Page page{"notes.tpl"};
        page.set("NOTES", "/_notes/1/ls");
        page.set("TEXT", last_name);
        return page;
    };
    const auto notes = [](Request& request, std::string_view, std::string_view) {
        return noting_fragment(request);
    };
    const auto quiet_notes = [](Request&, std::string_view, std::string_view) {
        Fragment fragment{"navigation.tpl"};
        fragment.set("WHO", "x");
        fragment.set("PAGE", "y");
        return fragment;
    };
    const auto account = [](Request& request) {
        last_name = request.session().name();
        return show("yours");
    };
    const auto noted = [](Request& request, auto&& view) {
        last_name = request.session().name();
        return view();
    };
    const std::string expected = "/leaky at /leaky: the body differs at line 2, column 1 (byte ";
    last_name.clear();
    CHECK(contains(leaks_of(small_site(view<"/_notes/<section>/<name>">(notes),
                                       view<"/leaky">(cache_page<1h>(leaky))),
                            {"/leaky"}),
                   expected));
    last_name.clear();
    CHECK(contains(
        leaks_of(small_site(view<"/_notes/<section>/<name>">(quiet_notes),
                            view<"/account">(account), view<"/leaky">(cache_page<1h>(leaky))),
                 {"/leaky"}),
        expected));
    last_name.clear();
    CHECK(contains(leaks_of(small_site(view<"/_notes/<section>/<name>">(quiet_notes),
                                       view<"/leaky">(decorate(cache_page<1h>(leaky), noted))),
                            {"/leaky"}),
                   expected));
    last_name.clear();
    CHECK(leaks_of(small_site(view<"/_notes/<section>/<name>">(quiet_notes),
                              view<"/leaky">(cache_page<1h>(leaky))),
                   {"/leaky"}) == "");
}

TEST_CASE("a private page among the targets is visited, and not compared")
{
    last_name.clear();
    const auto account = [](Request& request, std::string_view) {
        last_name = request.session().name();
        return show(request.session().name());
    };
    const auto leaky = [](PublicRequest&) { return show(last_name); };
    const Site site =
        small_site(view<"/account/<x>">(account), view<"/leaky">(cache_page<1h>(leaky)));
    CHECK(leaks_of(site, {"/leaky"}) == "");
    const std::string found = leaks_of(site, {"/leaky", "/account/1"});
    CHECK(contains(found, "/leaky at /leaky: the body differs"));
    CHECK_FALSE(contains(found, "/account"));
}

TEST_CASE("traces that the first visitor leaves permanently are found by their name")
{
    last_name.clear();
    const auto sticky = [](PublicRequest&) {
        static const std::string first_ever = last_name;
        return show(first_ever);
    };
    const std::string found = leaks_of(
        small_site(view<"/_note">(noting_fragment), view<"/sticky">(cache_page<1h>(sticky))),
        {"/sticky"});
    CHECK(contains(found,
                   "/sticky at /sticky: the body holds \"Ana-of-the-leak-test\" for a guest too"));
    CHECK_FALSE(contains(found, "differs"));
}

TEST_CASE("a field or a status that changes with the visitor is found by its name")
{
    last_name.clear();
    const auto leaky = [](PublicRequest&) {
        Page page = show("same");
        page.header("X-Who", last_name.empty() ? "guest" : last_name);
        if (last_name.starts_with("Ben")) page.status(404);
        if (!last_name.empty()) page.header("X-Only", "1");
        return page;
    };
    const std::string found =
        leaks_of(small_site(view<"/_note">(noting_fragment), view<"/leaky">(cache_page<1h>(leaky))),
                 {"/leaky"});
    INFO(found);
    CHECK(contains(found,
                   "/leaky at /leaky: the field X-Who is \"Ana-of-the-leak-test\" for "
                   "Ana-of-the-leak-test, \"guest\" for a guest\n"));
    CHECK(
        contains(found, "the field X-Only is \"1\" for Ana-of-the-leak-test, absent for a guest"));
    CHECK(contains(found, "the status is 404 for Ben-of-the-leak-test, 200 for a guest"));
    CHECK_FALSE(contains(found, "for the next guest"));
}

TEST_CASE("tags that change with the visitor are found")
{
    last_name.clear();
    const auto leaky = [](PublicRequest&) {
        Page page = show("same");
        page.tag("seen", last_name);
        return page;
    };
    CHECK(contains(
        leaks_of(small_site(view<"/_note">(noting_fragment), view<"/leaky">(cache_page<1h>(leaky))),
                 {"/leaky"}),
        "its tags for Ana-of-the-leak-test are not its tags for a guest"));
}

TEST_CASE("a page that is stored for one visitor and not for another is found")
{
    last_name.clear();
    const auto leaky = [](PublicRequest&) {
        Page page = show("same");
        if (!last_name.empty()) page.header("Set-Cookie", "who=" + last_name);
        return page;
    };
    CHECK(contains(
        leaks_of(small_site(view<"/_note">(noting_fragment), view<"/leaky">(cache_page<1h>(leaky))),
                 {"/leaky"}),
        "it is stored for a guest, but not for Ana-of-the-leak-test (200, Aspic; "
        "fwd=uri-miss; detail=set-cookie)"));
}

TEST_CASE("a page that differs each time is found with two guests")
{
    int count = 0;
    const auto counting = [&count](PublicRequest&) { return show(std::to_string(++count)); };
    CHECK(contains(leaks_of(small_site(view<"/count">(cache_page<1h>(counting))), {"/count"}),
                   " for the next guest, "));
}

TEST_CASE("a page that reads the query, the host or a field is compared too")
{
    last_name.clear();
    const auto leaky = [](PublicRequest& request) {
        return show(std::string{request.host()} + std::string{request.query("q").value_or("")} +
                    std::string{request.header("X-Note").value_or("")} + last_name);
    };
    CHECK(contains(
        leaks_of(small_site(view<"/_note">(noting_fragment), view<"/leaky">(cache_page<1h>(leaky))),
                 {"/leaky?q=7"}),
        "localhost7Ana-of"));
}

TEST_CASE(
    "pages that bypass the cache for signed-in visitors are private, and pages only for them are "
    "compared")
{
    last_name.clear();
    const auto plain = [](PublicRequest&) { return show("rendered"); };
    const auto is_signed_in = [](Request& request) { return request.session().signed_in(); };
    static constexpr Path<"/in-form"> in_path;
    const auto leaky = [](PublicRequest&) { return show(last_name); };
    const std::string found =
        leaks_of(small_site(view<"/rendered">(cache_page<1h>(plain, unless(is_signed_in))),
                            view<"/_note">(noting_fragment),
                            view<"/members">(signed_in<in_path>(cache_page<1h>(leaky)))),
                 {"/rendered", "/members"});
    CHECK(contains(found, "/members at /members: the body differs"));
    CHECK_FALSE(contains(found, "/rendered"));
}

TEST_CASE("a test that has compared nothing does not pass")
{
    const auto missing = [](PublicRequest&) -> Page { throw NotFound{"no such page"}; };
    const auto cookie = [](PublicRequest&) {
        Page page = show("x");
        page.header("Set-Cookie", "a=1");
        return page;
    };
    const std::string found = leaks_of(
        small_site(view<"/forgotten/<x>">(
                       cache_page<1h>([](PublicRequest&, std::string_view) { return show("x"); })),
                   view<"/missing">(cache_page<1h>(missing)),
                   view<"/cookie">(cache_page<1h>(cookie))),
        {"/missing", "/cookie", "/nowhere"});
    CHECK(found ==
          "no route at /nowhere: no view answers a GET of it\n"
          "/forgotten/<x>: none of its pages was compared: add one to the targets, or list all "
          "with Site::all_paths\n"
          "/missing at /missing: only its error pages were compared (404, Aspic; fwd=uri-miss; "
          "stored; ttl=60)\n"
          "/cookie at /cookie: none of its pages was stored (200, Aspic; fwd=uri-miss; "
          "detail=set-cookie), so there is nothing to compare\n");
}

TEST_CASE("paths that a site adds itself are visited")
{
    last_name.clear();
    Site site =
        small_site(view<"/_note">(noting_fragment),
                   view<"/leaky/<x>">(cache_page<1h>([](PublicRequest&, std::string_view x) {
                       return show(std::string{x} + last_name);
                   })));
    site.option("shelf", "NAME", "top", "what there is");
    site.all_paths([](const Settings& settings) {
        return std::vector<std::string>{"/leaky/" + settings.get("shelf")};
    });
    CHECK(contains(leaks_of(site, {}), "/leaky/<x> at /leaky/top: the body differs"));
}

TEST_CASE("what a guest with a session left in a global is found too")
{
    static std::string last_basket;
    last_basket.clear();
    const auto leaky = [](PublicRequest&) { return show("one " + last_basket); };
    const auto basket = [](Request& request) {
        if (const auto own = request.session().get("leak-test")) last_basket = *own;
        return show("x");
    };
    const std::string found = leaks_of(
        small_site(view<"/basket">(basket), view<"/leaky">(cache_page<1h>(leaky))), {"/leaky"});
    INFO(found);
    CHECK(contains(found, "Guest-of-the-leak-test"));
}
