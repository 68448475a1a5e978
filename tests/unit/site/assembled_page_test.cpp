// A signed-in visitor gets a cached page assembled for them, or the bytes that everyone gets.
#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>
#include <utility>

#include <aspic/http/conditional.h>
#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/cache_status.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using namespace support;

namespace {

/// The value of an attribute of the first hole on the page; empty if there is none.
std::string attribute(const std::string& page, const std::string& name)
{
    const std::size_t at = page.find(" " + name + "=\"", page.find("<x-live"));
    if (at == std::string::npos) return "";
    const std::size_t from = at + name.size() + 3;
    return page.substr(from, page.find('"', from) - from);
}

class SignedIn {
public:
    explicit SignedIn(TestSettings settings = {}, const Site& site = small_site())
        : client{site, with_templates(std::move(settings))}
    {
        guests_page = client.get("/cached/ls").body;
        client.post("/in", {{"name", "Ana"}});
    }
    /// Sets the cookie that the scripts set when they have the fragments of the page.
    void keep_snapshot()
    {
        client.cookies()["snapshots"] =
            client.cookies()["live"] + "." + attribute(guests_page, "key");
    }

    SmallTemplates templates;
    TestClient client;
    std::string guests_page;

private:
    TestSettings with_templates(TestSettings settings) const
    {
        settings.templates = templates.path();
        return settings;
    }
};

}  // namespace

TEST_CASE("a guest gets the cached bytes, with the snapshot key and the marker")
{
    SignedIn ana;
    const std::string key = attribute(ana.guests_page, "key");
    CHECK(key.size() == 6);
    CHECK(contains(ana.guests_page, "<x-live fragment=\"/_navigation\" key=\"" + key +
                                        "\">guest on /cached/ls</x-live>"));
    CHECK(contains(ana.guests_page, "<script>var CACHE_CONTROL=3600;</script></body>"));
}

TEST_CASE("a visitor without a snapshot gets a page assembled only for them")
{
    SignedIn ana;
    const auto page = ana.client.get("/cached/ls");
    CHECK(contains(page.body, ">Ana on /cached/ls</x-live>"));
    CHECK_FALSE(contains(page.body, "guest"));
    CHECK_FALSE(contains(page.body, "CACHE_CONTROL"));
    CHECK(attribute(page.body, "visitor") == ana.client.cookies()["live"]);
    CHECK(attribute(page.body, "key") == attribute(ana.guests_page, "key"));
    CHECK(attribute(page.body, "hash").size() == 11);
    CHECK(page.headers.get("Cache-Control") == "private, no-cache");
    CHECK(page.headers.get("ETag") == etag_of(page.body));
    CHECK_FALSE(page.headers.has("Last-Modified"));
    CHECK_FALSE(page.headers.has("Expires"));
    CHECK(status_of(page) == "Aspic; hit; ttl=3600; detail=assembled");
    CHECK(page.headers.get("Content-Type") == "text/html; charset=utf-8");
}

TEST_CASE("the ETag of an assembled page is another one for other bytes")
{
    const auto long_page = [](PublicRequest& /*request*/) {
        Page page{"page.tpl"};
        page.set("TEXT", std::string(5000, 'x'));
        return page;
    };
    SignedIn ana{{}, small_site(view<"/long">(cache_page<1h>(long_page)))};
    const auto get = [&ana](std::string_view coding) {
        Headers fields;
        fields.set("Accept-Encoding", coding);
        return ana.client.get("/long", fields);
    };
    const auto tag = [&](std::string_view coding) {
        return std::string{get(coding).headers.get("ETag").value_or("")};
    };
    REQUIRE(contains(get("").body, ">Ana on /long</x-live>"));
    REQUIRE(get("gzip").headers.get("Content-Encoding") == "gzip");
    const std::string plain = tag("");
    CHECK(plain.size() > 2);
    CHECK(tag("") == plain);
    CHECK(tag("gzip") == tag("gzip"));
    CHECK(tag("gzip") != plain);
    const std::string of_ana = tag("gzip");
    ana.client.post("/in", {{"name", "Ben"}});
    CHECK(tag("gzip") != of_ana);
    CHECK(tag("") != plain);
}

TEST_CASE("an assembled page is also private to caches that a view addresses by name")
{
    const auto told = [](PublicRequest& /*request*/) {
        Page page{"page.tpl"};
        page.set("TEXT", "");
        page.header("CDN-Cache-Control", "max-age=600");
        return page;
    };
    const SmallTemplates templates;
    TestClient client{small_site(view<"/told">(cache_page<1h>(told))),
                      {.templates = templates.path()}};
    CHECK(client.get("/told").headers.has("CDN-Cache-Control"));
    client.post("/in", {{"name", "Ana"}});
    const auto page = client.get("/told");
    CHECK(contains(page.body, ">Ana on /told</x-live>"));
    CHECK_FALSE(page.headers.has("CDN-Cache-Control"));
    CHECK(page.headers.get("Cache-Control") == "private, no-cache");
}

TEST_CASE("a visitor with a snapshot of the page gets exactly the cached bytes")
{
    SignedIn ana;
    ana.keep_snapshot();
    const auto page = ana.client.get("/cached/ls");
    CHECK(page.body == ana.guests_page);
    CHECK(page.headers.get("Cache-Control") == "max-age=3600");
    CHECK_FALSE(page.headers.has("Set-Cookie"));
}

TEST_CASE("a snapshot of another page or another version does not count")
{
    SignedIn ana;
    ana.keep_snapshot();
    CHECK(contains(ana.client.get("/cached/cp").body, ">Ana on /cached/cp</x-live>"));
    ana.client.post("/in", {{"name", "Ben"}});
    CHECK(contains(ana.client.get("/cached/ls").body, ">Ben on /cached/ls</x-live>"));
}

TEST_CASE("a browser's copy of the guest's page does not replace the assembled one")
{
    SignedIn ana;
    Headers fields;
    fields.set("If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT");
    CHECK(ana.client.get("/cached/ls", fields).status == 200);
}

TEST_CASE("after signing out the visitor gets the cached bytes again")
{
    SignedIn ana;
    const auto out = ana.client.post("/out", {});
    CHECK(out.headers.get("Clear-Site-Data") == "\"cache\", \"storage\"");
    CHECK(ana.client.get("/cached/ls").body == ana.guests_page);
}

TEST_CASE("a live cookie without a session gets the stored page, runs no fragment, and is removed")
{
    int made = 0;
    const auto counted = [&made](Request& request) {
        ++made;
        return navigation(request);
    };
    const auto two = [](PublicRequest& /*request*/) { return Page{"two.tpl"}; };
    SmallTemplates templates;
    templates.write("two.tpl", "{{LIVE:x-live=/_counted}}");
    TestClient other{small_site(view<"/two">(cache_page<1h>(two)), view<"/_counted">(counted)),
                     {.templates = templates.path()}};
    const std::string stored = other.get("/two").body;
    other.cookies()["live"] = "abcdefghijk";
    CHECK(made == 1);
    CHECK(other.get("/two").body == stored);
    CHECK(made == 1);

    SignedIn ana;
    ana.client.cookies().erase("session");
    const auto page = ana.client.get("/cached/ls");
    CHECK(contains(page.body, ">guest on /cached/ls</x-live>"));
    CHECK(attribute(page.body, "visitor").empty());
    CHECK(page.headers.get("Cache-Control") == "private, no-cache");
    CHECK_FALSE(ana.client.cookies().contains("live"));
}

TEST_CASE("HEAD of an assembled page has its length and no body")
{
    SignedIn ana;
    const auto page = ana.client.get("/cached/ls");
    const auto head = ana.client.send(Method::head, "/cached/ls", {});
    CHECK(head.body.empty());
    CHECK(head.headers.get("Content-Length") == std::to_string(page.body.size()));
}

TEST_CASE("a fragment that fails for a visitor shows the neutral form, and the others are right")
{
    const auto fails = [](Request& request) {
        if (request.session().signed_in()) throw std::runtime_error{"only guests"};
        return navigation(request);
    };
    const auto both = [](PublicRequest& /*request*/) { return Page{"both.tpl"}; };
    SmallTemplates templates;
    templates.write("both.tpl", "{{LIVE:x-live=/_fails}}");
    TestClient client{small_site(view<"/both">(cache_page<1h>(both)), view<"/_fails">(fails)),
                      {.templates = templates.path()}};
    client.post("/in", {{"name", "Ana"}});
    const auto page = client.get("/both");
    CHECK(contains(page.body, ">Ana on /both</x-live>"));
    CHECK(contains(page.body,
                   " failed><p class=\"live-unavailable\" role=\"status\">Not available now. "));
    CHECK_FALSE(contains(page.body, "guest on"));
}

TEST_CASE("a slow fragment delays only visitors without scripts")
{
    SignedIn ana{{.slow_fragment = 0ms}};  // every fragment is slow after it has run once
    ana.client.get("/cached/ls");
    CHECK(contains(ana.client.get("/cached/ls").body, ">Ana on /cached/ls</x-live>"));
    ana.client.cookies()["snapshots"] = "aaaaaaaaaaa.";
    const auto page = ana.client.get("/cached/ls");
    CHECK(contains(page.body, " later blank>guest on /cached/ls</x-live>"));
    CHECK(attribute(page.body, "visitor") == ana.client.cookies()["live"]);
}

TEST_CASE("the time of the guest's content does not count as the time of the visitor's")
{
    const auto slow = [](Request& request) {
        if (request.session().signed_in()) std::this_thread::sleep_for(20ms);
        return navigation(request);
    };
    SmallTemplates templates;
    templates.write("slow.tpl", "{{LIVE:x-live=/_slow}}");
    TestClient client{
        small_site(
            view<"/slow/<name>">(cache_page<1h>(
                [](PublicRequest& /*request*/, std::string_view) { return Page{"slow.tpl"}; })),
            view<"/_slow">(slow)),
        {.templates = templates.path(), .slow_fragment = 10ms}};
    client.post("/in", {{"name", "Ana"}});
    client.cookies()["snapshots"] = "aaaaaaaaaaa.";
    CHECK(contains(client.get("/slow/a").body, ">Ana on /slow/a</x-live></body>"));
    // A new page: the guest's content is rendered first.
    CHECK(contains(client.get("/slow/b").body, " later blank>guest on /slow/b</x-live>"));
    const auto ana = std::exchange(client.cookies(), {});
    CHECK(contains(client.get("/_live?fragment=/_slow").body, ">guest on </x-live>"));
    client.cookies() = ana;
    CHECK(contains(client.get("/slow/c").body, " later blank>guest on /slow/c</x-live>"));
}

TEST_CASE("a page without holes is the same for all visitors")
{
    const auto plain = [](PublicRequest& /*request*/) {
        Page page{"page.tpl", "bare.tpl"};
        page.set("TEXT", "bare");
        return page;
    };
    SmallTemplates templates;
    templates.write("bare.tpl", "<body>{{>CONTENT}}</body>");
    TestClient client{small_site(view<"/plain">(cache_page<1h>(plain))),
                      {.templates = templates.path()}};
    const auto as_guest = client.get("/plain");
    client.post("/in", {{"name", "Ana"}});
    CHECK(client.get("/plain").body == as_guest.body);
}

TEST_CASE("pages have the strict policy, and a cached page allows its marker to run")
{
    SignedIn ana;
    CHECK(ana.client.get("/").headers.get("Content-Security-Policy") == strict_policy);
    ana.client.post("/out", {});
    const auto cached = ana.client.get("/cached/ls");
    CHECK(cached.headers.get("Content-Security-Policy") ==
          std::string{strict_policy} +
              "; script-src 'self' 'sha256-KpKGTLEEVa9SBoz4Fj4zZ924M+C7d6HLUnPQHbRgzgI='");
}
