// X-ray: which visitors get it, and that nothing changes for all others.
#include <doctest/doctest.h>

#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/message_of.h"
#include "../support/shelf.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::show;
using support::small_site;
using support::SmallTemplates;
using support::TemporaryDirectory;

namespace {

const std::string data_opening = R"(<script type="application/json" id="xray">)";
const std::string script = R"(<script defer src="/static/aspic/xray.js"></script></body>)";

std::string field(const TestResponse& answer, std::string_view name)
{
    return std::string{answer.headers.get(name).value_or("none")};
}

// The block of data, without its element.
std::string data_of(const TestResponse& answer)
{
    const std::size_t begin = answer.body.find(data_opening);
    if (begin == std::string::npos) return "";
    const std::size_t end = answer.body.find("</script>", begin);
    CHECK(answer.body.substr(end + 9).starts_with(script));
    return answer.body.substr(begin + data_opening.size(), end - begin - data_opening.size());
}

Page tagged(PublicRequest& request)
{
    Page page = show(request.query("q").value_or(""));
    page.tag("shelf", "</script>");
    return page;
}

}  // namespace

TEST_CASE("the link makes a developer for its time, with a cookie that no script can read")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const auto answer = client.get(client.developer_link(90s));
    CHECK(answer.status == 303);
    CHECK(answer.headers.get("Location") == "/");
    CHECK(contains(field(answer, "Cache-Control"), "no-store"));
    const std::string cookie = field(answer, "Set-Cookie");
    CHECK(cookie.starts_with("developer="));
    CHECK(contains(cookie, "Max-Age=90"));
    CHECK(contains(cookie, "HttpOnly"));
    CHECK(contains(cookie, "SameSite=Lax"));
    CHECK_FALSE(contains(cookie, "Secure"));
    CHECK(data_of(client.get("/")) != "");
    client.advance(89s);
    CHECK(data_of(client.get("/")) != "");
    client.advance(1s);
    CHECK(data_of(client.get("/")) == "");
}

TEST_CASE("with https the developer's cookie is sent only with https")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const std::string link = client.developer_link();
    RequestSource source;
    source.target = link;
    source.scheme = "https";
    std::string text;
    const WireResponse wire = client.application().answer(std::move(source));
    for (const std::string_view piece : wire.pieces())
        text += piece;
    CHECK(contains(text, "Set-Cookie: __Host-developer="));
    CHECK(contains(text, "; Secure"));
}

TEST_CASE("/_xray/off ends X-ray")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    client.get(client.developer_link());
    CHECK(client.cookies().contains("developer"));
    const auto answer = client.get("/_xray/off");
    CHECK(answer.status == 303);
    CHECK(client.cookies().empty());
    CHECK(data_of(client.get("/")) == "");
}

TEST_CASE("an invalid link is refused, and the page says how to get another one")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    TestClient other{small_site(), {.templates = templates.path()}};
    client.post("/in", {});
    const std::string session = client.cookies()["session"];
    const std::string good = client.developer_link(60s);
    for (const std::string& link :
         {std::string{"/_xray"}, std::string{"/_xray/"}, std::string{"/_xray/x"}, good + "A",
          good + "/x", "/_xray/off/" + good.substr(7), other.developer_link(),
          "/_xray/" + session}) {
        CAPTURE(link);
        const auto answer = client.get(link);
        CHECK(answer.status == 403);
        CHECK(contains(answer.body, "aspic-site developer"));
        CHECK_FALSE(contains(answer.body, "xray.js"));
        CHECK_FALSE(client.cookies().contains("developer"));
    }
    client.advance(60s);
    CHECK(client.get(good).status == 403);
    CHECK(client.post(client.developer_link(), {}).status == 405);
    CHECK(client.get(client.developer_link()).status == 303);
}

TEST_CASE("a cookie of another key, or a session in its place, makes no developer")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    TestClient other{small_site(), {.templates = templates.path()}};
    other.get(other.developer_link());
    client.post("/in", {});
    for (const std::string& value : {other.cookies()["developer"], client.cookies()["session"],
                                     std::string{}, std::string{"1"}}) {
        client.cookies()["developer"] = value;
        CHECK(data_of(client.get("/")) == "");
        CHECK(data_of(client.get("/cached/ls")) == "");
    }
    client.get(client.developer_link());
    client.cookies()["session"] = client.cookies()["developer"];
    CHECK(contains(client.get("/").body, "<p>for </p>"));
}

TEST_CASE("a developer gets a cached page assembled, with what the cache knows about it")
{
    const SmallTemplates templates;
    support::Shelf shelf;
    TestClient client{
        small_site(view<"/tagged">(cache_page<1h>(tagged))),
        {.templates = templates.path(), .store = std::make_unique<support::ShelfStore>(shelf)}};
    const auto plain = client.get("/tagged?q=%3C/script%3E");
    client.advance(100s);
    client.get(client.developer_link());
    const auto seen = client.get("/tagged?q=%3C/script%3E");
    CHECK(field(seen, "Cache-Control") == "private, no-cache");
    CHECK(field(seen, "ETag") != field(plain, "ETag"));
    CHECK_FALSE(seen.headers.has("Expires"));
    CHECK(field(seen, "Cache-Status").starts_with("Aspic; hit; ttl=3500"));
    CHECK_FALSE(contains(seen.body, "CACHE_CONTROL"));
    CHECK(contains(seen.body, "guest on /tagged?q=%3C/script%3E</x-live>"));
    const std::string data = data_of(seen);
    INFO(data);
    CHECK(contains(data, R"({"page":{"status":"Aspic; hit; ttl=3500)"));
    CHECK(contains(data, R"(","path":"/tagged","bytes":)" + std::to_string(plain.body.size())));
    CHECK(contains(data, R"("key":"/tagged:)"));
    CHECK(contains(data, R"("age":100,"ttl":3500,"render_ms":)"));
    CHECK(contains(data, R"("tags":["shelf:)"));
    CHECK(contains(data, R"("inputs":{"query q":"\u003c/script>"}})"));
    CHECK(contains(data, R"("fragments":[{"fragment":"/_navigation","state":"live","ms":)"));
    CHECK(contains(data, R"("bytes":32}]})"));
}

TEST_CASE("if a developer requests a page first, the stored page is the same for everyone")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    TestClient other{small_site(), {.templates = templates.path()}};
    const auto expected = other.get("/cached/ls");
    client.get(client.developer_link());
    CHECK(data_of(client.get("/cached/ls")) != "");
    client.cookies().clear();
    const auto kept = client.get("/cached/ls");
    CHECK(contains(field(kept, "Cache-Status"), "hit"));
    CHECK(kept.body == expected.body);
    CHECK(field(kept, "ETag") == field(expected, "ETag"));
    CHECK_FALSE(contains(kept.body, "xray"));
}

TEST_CASE("a signed-in developer gets their own fragments, even if their browser keeps them")
{
    const SmallTemplates templates;
    TestClient client{small_site(), {.templates = templates.path()}};
    const auto guest = client.get("/cached/ls");
    client.sign_in("7", "Ana");
    client.get(client.developer_link());
    const std::string key_opening = " key=\"";
    const std::size_t at = guest.body.find(key_opening);
    REQUIRE(at != std::string::npos);
    client.cookies()["snapshots"] =
        client.cookies()["live"] + "." + guest.body.substr(at + key_opening.size(), 6);
    const auto seen = client.get("/cached/ls");
    CHECK(contains(seen.body, "Ana on /cached/ls</x-live>"));
    CHECK(contains(data_of(seen), R"("/_navigation")"));
    client.get("/_xray/off");
    CHECK(client.get("/cached/ls").body == guest.body);
}

TEST_CASE("a page that is not cached has only the data of its fragments")
{
    const SmallTemplates templates;
    templates.write("failing.tpl", "{{LIVE:x-live=/_fails}}");
    TestClient client{small_site(view<"/own">([](Request&) { return Page{"failing.tpl"}; }),
                                 view<"/_fails">([](Request& request) -> Fragment {
                                     if (request.session().signed_in())
                                         throw std::runtime_error{"no"};
                                     return Fragment{"page.tpl"};
                                 }),
                                 view<"/secret">([](Request&) {
                                     Page page = show("x");
                                     page.header("Cache-Control", "no-store");
                                     return page;
                                 }),
                                 view<"/text">([](Request&) { return text("</body>"); })),
                      {.templates = templates.path()}};
    client.sign_in("7", "Ana");
    client.get(client.developer_link());
    const auto seen = client.get("/own");
    CHECK(field(seen, "Cache-Control") == "private, no-cache");
    const std::string data = data_of(seen);
    CHECK(contains(data, R"({"page":{"status":"Aspic; fwd=bypass","path":"/own","bytes":)"));
    CHECK_FALSE(contains(data, R"("age")"));
    CHECK(contains(data, R"({"fragment":"/_fails","state":"failed"})"));
    CHECK(contains(data, R"({"fragment":"/_navigation","state":"live","ms":)"));
    CHECK(field(client.get("/secret"), "Cache-Control") == "no-store");
    CHECK(client.get("/text").body == "</body>");
    CHECK_FALSE(contains(client.get("/_live?page=/own&fragment=/_navigation").body, "xray"));
}

TEST_CASE("a public page without fragments is private for a developer too")
{
    const SmallTemplates templates;
    templates.write("bare.tpl", "<body>{{>CONTENT}}</body>");
    const auto make = [](auto&) {
        Page page{"page.tpl", "bare.tpl"};
        page.set("TEXT", "x");
        page.header("Cache-Control", "public, max-age=60");
        page.header("ETag", "\"1\"");
        return page;
    };
    TestClient client{
        small_site(view<"/public">([make](Request& request) { return make(request); }),
                   view<"/kept">(
                       cache_page<1h>([make](PublicRequest& request) { return make(request); }))),
        {.templates = templates.path()}};
    for (const std::string path : {"/public", "/kept"}) {
        CAPTURE(path);
        client.cookies().clear();
        CHECK(contains(field(client.get(path), "Cache-Control"), "max-age=60"));
        client.get(client.developer_link());
        const auto seen = client.get(path);
        CHECK(field(seen, "Cache-Control") == "private, no-cache");
        CHECK(field(seen, "ETag") != "\"1\"");
        CHECK(contains(data_of(seen), R"("fragments":[])"));
    }
}

TEST_CASE("in debug mode everybody gets X-ray, on error pages too")
{
    const SmallTemplates templates;
    templates.write("error.tpl", "{{STATUS}} {{REASON}} {{EXPLANATION}}");
    TestClient client{small_site(), {.templates = templates.path(), .debug = true}};
    CHECK(contains(data_of(client.get("/cached/ls")), "fwd=bypass; detail=debug"));
    CHECK(data_of(client.get("/")) != "");
    Headers as_a_browser;
    as_a_browser.set("Accept", "text/html");
    const auto missing = client.get("/nowhere", as_a_browser);
    CHECK(missing.status == 404);
    CHECK(contains(data_of(missing), R"("path":"/nowhere")"));
}

TEST_CASE("a page has no X-ray if the static files are of another build")
{
    const SmallTemplates templates;
    const TemporaryDirectory directory;
    collect_static_files({}, directory.path());
    const StaticFiles collected = StaticFiles::from_manifest(directory.path());
    const std::string url = collected.url("aspic/xray.js").value();
    TestClient with{small_site(), {.templates = templates.path(), .static_files = collected}};
    with.get(with.developer_link());
    CHECK(contains(with.get("/cached/ls").body, "<script defer src=\"" + url + "\""));

    std::filesystem::remove(directory / url.substr(8));
    const StaticFiles others = StaticFiles::from_manifest(directory.path());
    TestClient without{small_site(), {.templates = templates.path(), .static_files = others}};
    const auto plain = without.get("/cached/ls");
    without.get(without.developer_link());
    CHECK(without.get("/cached/ls").body == plain.body);
}
