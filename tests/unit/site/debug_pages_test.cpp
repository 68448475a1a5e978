// The error page of debug mode, as the developer gets it.
#include <aspic/site/debug_pages.h>

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include <aspic/site/application.h>
#include <aspic/site/debug_page.h>
#include <aspic/site/test_client.h>
#include "../support/captured_log.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;

namespace {

Page throw_named(std::string_view what)
{
    if (what == "int") throw 42;
    if (what == "chars") throw "only characters";
    if (what == "huge") throw std::runtime_error{std::string(3'000'000, 'x')};
    if (what == "odd") throw std::runtime_error{"<script>alert(1)</script>\x1b[31m\xff & more"};
    if (what == "nested") {
        try {
            throw std::filesystem::filesystem_error{
                "cannot open", "/srv/notes", std::make_error_code(std::errc::permission_denied)};
        } catch (...) {
            std::throw_with_nested(std::runtime_error{"the notes cannot be read"});
        }
    }
    if (what == "optional") return Page{std::string{std::optional<std::string>{}.value()}};
    throw std::runtime_error{"what failed"};
}

Fragment failing_fragment(Request&)
{
    throw std::runtime_error{"secret of a fragment"};
}

Site failing_site()
{
    return support::small_site(
        view<"/throws/<what>">(allow<Method::get, Method::post>(
            [](Request&, std::string_view what) { return throw_named(what); })),
        view<"/kept/<what>">(cache_page<1h>([](PublicRequest& request, std::string_view what) {
            request.query("q");
            request.header("Accept-Language");
            return throw_named(what);
        })),
        view<"/empty">([](Request& request) {
            request.session();
            Page page{"page.tpl"};
            page.set("TEXTS", "<near>");
            page.set("PASSWORD", "of-the-page");
            return page;
        }),
        view<"/no">([](Request&) -> Page { throw Forbidden{"not for you"}; }),
        view<"/holed">([](Request&) { return Page{"holed.tpl"}; }),
        view<"/note/<int:number>">([](Request&, int) { return support::show("a note"); }),
        view<"/_refused">(failing_fragment));
}

Headers these_fields(std::initializer_list<std::pair<const char*, const char*>> pairs)
{
    Headers fields;
    for (const auto& [name, value] : pairs)
        fields.set(name, value);
    return fields;
}

const Headers asks_for_html = these_fields({{"Accept", "text/html,*/*;q=0.8"}});
const Headers asks_for_json = these_fields({{"Accept", "application/json"}});

class Debugging : public support::SmallTemplates, public TestClient {
public:
    explicit Debugging(const Site& its_site = failing_site(), std::string mount = "")
        : TestClient{its_site, {.templates = path(), .debug = true, .mount = std::move(mount)}}
    {
        write("holed.tpl", "[{{LIVE:x-live=/_refused}}]");
    }
};

}  // namespace

TEST_CASE("in debug mode a missing value is shown with its template, the values and the way out")
{
    Debugging client;
    const auto page = client.get("/empty", asks_for_html);
    CHECK(page.status == 500);
    CHECK(page.headers.get("Content-Type") == "text/html; charset=utf-8");
    CHECK(page.headers.get("Cache-Control") == "no-store");
    CHECK(page.headers.get("Content-Security-Policy") == debug_page_policy());
    CHECK(contains(page.body, "page.tpl:1"));
    CHECK(contains(page.body, "<h1>The variable TEXT was not set for the page page.tpl</h1>"));
    CHECK(contains(page.body, "<mark class=\"line\" data-number=\"1\">"));
    CHECK(contains(page.body, "&lt;p&gt;{{TEXT}}&lt;/p&gt;</mark>"));
    CHECK(contains(page.body, "Call set(&quot;TEXT&quot;, ...)"));
    CHECK(contains(page.body, "TEXTS was set: is the name misspelt?"));
    CHECK(contains(page.body, "<dt>TEXTS</dt><dd>&lt;near&gt;</dd>"));
    CHECK(contains(page.body, "<dt>PASSWORD</dt><dd>(hidden)</dd>"));
    CHECK(contains(page.body, "<dt>pattern</dt><dd>/empty</dd>"));
    CHECK(contains(page.body, "debug_pages_test.cpp:"));
    CHECK_FALSE(contains(page.body, "of-the-page"));
    CHECK(page.body.ends_with("</html>\n"));
}

TEST_CASE("an exception of a view is shown with its type, its causes and the way out")
{
    Debugging client;
    const auto page = client.get("/throws/nested?a=1", asks_for_html).body;
    CHECK(contains(page, "<h1>the notes cannot be read</h1>"));
    CHECK(contains(page, "std::runtime_error"));
    CHECK(contains(page, "because of std::filesystem::"));
    CHECK(contains(page, "path /srv/notes"));
    CHECK(contains(page, "code generic:13 (Permission denied)"));
    CHECK(contains(page, "The process may not do that"));
    CHECK(contains(page, "<dt>&lt;what&gt;</dt><dd>nested</dd>"));
    CHECK(contains(client.get("/throws/optional", asks_for_html).body, "use value_or"));
}

TEST_CASE("what is thrown may be anything: it is shown as text, cut, and the page stays whole")
{
    Debugging client;
    for (const std::string what : {"int", "chars", "huge", "odd"}) {
        CAPTURE(what);
        for (const Headers& accept : {asks_for_html, asks_for_json, Headers{}}) {
            const auto answer = client.get("/throws/" + what, accept);
            CHECK(answer.status == 500);
            CHECK(answer.body.size() < 100'000);
            const bool is_text = answer.headers.get("Content-Type") == "text/plain; charset=utf-8";
            CHECK((is_text || !contains(answer.body, "<script>alert")));
            CHECK(answer.headers.get("X-Content-Type-Options") == "nosniff");
            CHECK_FALSE(contains(answer.body, "\x1b"));
            CHECK_FALSE(contains(answer.body, "\xff"));
        }
    }
    CHECK(contains(client.get("/throws/int", asks_for_html).body, "<p class=\"type\">int</p>"));
    CHECK(contains(client.get("/throws/chars", asks_for_html).body, "char const*"));
    CHECK(contains(client.get("/throws/odd", asks_for_html).body,
                   "&lt;script&gt;alert(1)&lt;/script&gt;\\x1b[31m\\xff &amp; more"));
}

TEST_CASE("the request is shown without its secrets, in all forms")
{
    Debugging client;
    client.post("/in", {{"name", "Ana"}});
    for (const char* accept : {"text/html", "application/json", "*/*"}) {
        CAPTURE(accept);
        const auto answer =
            client.send(Method::post, "/throws/x?token=secret-token&shown=in-the-query",
                        these_fields({{"Accept", accept},
                                      {"Content-Type", "application/x-www-form-urlencoded"},
                                      {"Sec-Fetch-Site", "same-origin"},
                                      {"Authorization", "Bearer secret-bearer"},
                                      {"X-Api-Key", "secret-key"},
                                      {"Referer", "http://localhost/in?secret-of-referer"},
                                      {"User-Agent", "the-browser"},
                                      {"Cookie", "other=in-a-cookie; session=secret-session"}}),
                        "title=in-the-form&new_password=secret-password");
        CHECK(answer.status == 500);
        for (const char* shown : {"in-the-query", "in-the-form", "the-browser", "in-a-cookie",
                                  "/throws/&lt;what&gt;", "http://localhost/in"}) {
            CAPTURE(shown);
            const bool is_pattern = std::string_view{shown}.starts_with("/throws");
            CHECK((is_pattern || contains(answer.body, shown)));
        }
        CHECK_FALSE(contains(answer.body, "secret-"));
        for (const auto& [name, value] : client.cookies()) {
            if (name == "session") CHECK_FALSE(contains(answer.body, value));
        }
    }
}

TEST_CASE("the page says who is signed in, and what a cached view has read")
{
    Debugging client;
    client.post("/in", {{"name", "Ana"}});
    CHECK(contains(client.get("/empty", asks_for_html).body, "as 7 (Ana)"));
    CHECK(contains(client.get("/throws/x", asks_for_html).body, "It was not used."));
    const auto kept = client.get("/kept/x?q=asked", asks_for_html).body;
    CHECK(contains(kept, "the key of the cached page"));
    CHECK(contains(kept, "<dt>query q</dt><dd>asked</dd>"));
    CHECK(contains(kept, "<dt>header accept-language</dt><dd>(absent)</dd>"));
}

TEST_CASE("programs get the same facts as JSON, and terminals as text")
{
    Debugging client;
    const auto json = client.get("/empty", asks_for_json);
    CHECK(json.headers.get("Content-Type") == "application/problem+json");
    CHECK(json.headers.get("Vary") == "Accept");
    CHECK(json.headers.get("Cache-Control") == "no-store");
    const auto parsed = nlohmann::json::parse(json.body);
    CHECK(parsed["status"] == 500);
    CHECK(parsed["exceptions"][0]["type"] == "aspic::TemplateError");
    CHECK(parsed["templates"][0]["line"] == 1);
    CHECK(parsed["request_id"] == json.headers.get("X-Request-Id").value_or(""));
    CHECK_FALSE(parsed["what_to_do"].get<std::string>().empty());
    for (const Headers& accept : {Headers{}, these_fields({{"Accept", "*/*"}})}) {
        const auto text = client.get("/empty", accept);
        CHECK(text.headers.get("Content-Type") == "text/plain; charset=utf-8");
        CHECK(text.body.starts_with("500 Internal Server Error: GET /empty\n"));
        CHECK(contains(text.body, "  > 1  {{%AUTOESCAPE context=\"HTML\"}}<p>{{TEXT}}</p>\n"));
        CHECK_FALSE(contains(text.body, "&lt;"));
    }
}

TEST_CASE("a path without a route gets the routes, and the nearest one")
{
    Debugging client;
    const auto page = client.get("/emty", asks_for_html);
    CHECK(page.status == 404);
    CHECK(contains(page.body, "The nearest route is /empty."));
    CHECK(contains(page.body, "<dt>/note/&lt;int:number&gt;</dt>"));
    CHECK(contains(page.body, "a fragment"));
    CHECK(contains(client.get("/nots/7", asks_for_html).body, "/note/&lt;int:number&gt;."));
    CHECK(contains(client.get("/note/seven", asks_for_html).body,
                   "The nearest route is /note/&lt;int:number&gt;."));
    CHECK_FALSE(contains(client.get("/zzzzzzzzzzzzzz", asks_for_html).body, "nearest"));
}

TEST_CASE("a method that no view answers gets the routes of this path alone")
{
    Debugging client;
    const auto page = client.get("/in", asks_for_html);
    CHECK(page.status == 405);
    CHECK(page.headers.get("Allow") == "POST");
    CHECK(contains(page.body, "This path answers POST."));
    CHECK(contains(page.body, "<dt>/in</dt><dd>POST"));
    CHECK_FALSE(contains(page.body, "<dt>/empty</dt>"));
}

TEST_CASE("an HttpError is an answer: its page stays, and the JSON has the place")
{
    Debugging client;
    CHECK(contains(client.get("/no", asks_for_html).body,
                   "<h1>403 Forbidden</h1>\n<p>not for you</p>"));
    CHECK(contains(client.get("/no").body, "<p>not for you</p>"));
    const auto parsed = nlohmann::json::parse(client.get("/no", asks_for_json).body);
    CHECK(parsed["detail"] == "not for you");
    const std::string place = parsed["exceptions"][0]["thrown_at"];
    CHECK(contains(place, "debug_pages_test.cpp:"));
}

TEST_CASE("if error.tpl fails, debug mode shows why")
{
    Debugging client;
    client.write("error.tpl", "<p>\n{{UNKNOWN}}");
    const auto page = client.get("/no", asks_for_html);
    CHECK(page.status == 403);
    CHECK(contains(page.body, "error.tpl:2"));
    CHECK(contains(page.body, "The variable UNKNOWN was not set"));
}

TEST_CASE("a template that breaks while the site runs is shown with its lines")
{
    Debugging client;
    client.write("page.tpl", "<p>\n{{#OPEN}}\n</p>");
    const auto page = client.get("/", asks_for_html);
    CHECK(page.status == 500);
    CHECK(contains(page.body, "<mark class=\"line\" data-number=\"2\">{{#OPEN}}</mark>"));
    CHECK(contains(page.body, "Mend the template and save it"));
    client.write("error.tpl", "{{");
    const auto both = client.get("/", asks_for_html).body;
    CHECK(contains(both, "<h1>2 mistakes in the templates</h1>"));
    CHECK(contains(both, "error.tpl:1"));
    client.write("page.tpl", "<p>{{TEXT}}</p>");
    client.write("error.tpl", "{{EXPLANATION}}");
    CHECK(client.get("/", asks_for_html).status == 200);
}

TEST_CASE("in debug mode a hole and /_live explain a fragment that fails")
{
    Debugging client{failing_site(), "/docs"};
    for (const char* target : {"/docs/holed", "/docs/_live?page=/docs/holed&fragment=/_refused"}) {
        CAPTURE(target);
        const auto body = client.get(target, asks_for_html).body;
        CHECK(contains(body, "The fragment /_refused failed: secret of a fragment"));
        CHECK(contains(body, "href=\"/docs/_refused\""));
    }
    CHECK(contains(client.get("/docs/_refused", asks_for_html).body,
                   "<h1>secret of a fragment</h1>"));
}

TEST_CASE("HEAD has the fields of the error page, and a form that fails cannot be sent again")
{
    Debugging client;
    const auto head = client.send(Method::head, "/throws/x", asks_for_html);
    CHECK(head.status == 500);
    CHECK(head.body.empty());
    CHECK(head.headers.get("Cache-Control") == "no-store");
    CHECK(client.post("/throws/x", {{"a", "1"}}).status == 500);
}

TEST_CASE("a request that is refused without a view says which option it was")
{
    Debugging client;
    CHECK(contains(client.application().refuse(504, "Too late.", "text/html").own_body,
                   "--view-timeout"));
    CHECK_FALSE(
        contains(client.application().refuse(400, "Malformed.", "text/html").own_body, "--debug"));
}
