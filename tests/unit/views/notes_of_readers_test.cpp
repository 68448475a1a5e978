// What visitors meet who leave notes on a page: one's own, another's, and those of guests.
#include <doctest/doctest.h>

#include <utility>

#include "library.h"
#include "small_site.h"

using namespace manual;

namespace {

constexpr const char* page = "/man/1/ls";
constexpr const char* add = "/man/1/ls/notes";

struct NotedSite : SmallSite {
    aspic::TestResponse write(const std::string& text)
    {
        return client.post(add, {{"text", text}});
    }

    // The id of the newest note on the page.
    static std::string newest()
    {
        return std::to_string(library().notes.on_page("1", "ls", 1).notes.at(0).id);
    }
    std::string notes() { return fragment(page, "/_notes/1/ls"); }
    std::string as_guest()
    {
        const auto own = std::exchange(client.cookies(), {});
        std::string body = client.get(page).body;
        client.cookies() = own;
        return body;
    }
};

bool is_hit(const aspic::TestResponse& response)
{
    return contains(field(response, "Cache-Status"), "hit");
}

}  // namespace

TEST_CASE("a note is there for the next reader at once, though the page was in the cache")
{
    NotedSite site;
    site.client.get(page);
    site.client.get("/man/1/printf");
    REQUIRE(is_hit(site.client.get(page)));
    site.sign_up("Ana");
    const std::string version = site.client.cookies()["live"];

    const auto written = site.write("Use -A for almost all.");
    CHECK(written.status == 303);
    CHECK(field(written, "Location") == "/man/1/ls#notes");
    CHECK(site.client.cookies()["live"] != version);

    site.client.cookies().clear();
    const auto fresh = site.client.get(page);
    CHECK(!is_hit(fresh));
    CHECK(contains(fresh.body, "Use -A for almost all."));
    CHECK(contains(fresh.body, "<bdi>Ana</bdi>"));
    CHECK(is_hit(site.client.get(page)));
    CHECK(is_hit(site.client.get("/man/1/printf")));
}

TEST_CASE("browsers ask for a manual page each time, while it is kept here for an hour")
{
    SmallSite site;
    const auto answer = site.client.get(page);
    CHECK(contains(field(answer, "Cache-Control"), "max-age=0"));
    CHECK(contains(answer.body, "<script>var CACHE_CONTROL=3600;</script>"));
    CHECK(contains(answer.body, "action=\"/man/1/ls/notes\" method=\"post\""));
}

TEST_CASE("a page with a strange name has its notes as well")
{
    SmallSite site;
    site.sign_up("Ana");
    site.client.get("/man/1/%5B");
    const auto written = site.client.post("/man/1/%5B/notes", {{"text", "Close it."}});
    CHECK(field(written, "Location") == "/man/1/%5B#notes");
    site.client.cookies().clear();
    CHECK(contains(site.client.get("/man/1/%5B").body, "Close it."));
}

TEST_CASE("a note is shown as text, with its line ends")
{
    NotedSite site;
    site.sign_up("Ana");
    site.write("<script>alert(1)</script> & \"x\"\r\n\r\n\tls -l </textarea><b>{{NAME}}</b>");
    for (const std::string& body : {site.as_guest(), site.notes()}) {
        CHECK(contains(body,
                       "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;\n\n\tls -l "
                       "&lt;/textarea&gt;&lt;b&gt;{{NAME}}"));
        CHECK(!contains(body, "<script>alert"));
        CHECK(!contains(body, "</textarea><b>"));
    }
}

TEST_CASE("one's own notes can be edited and deleted, and nobody is offered another's")
{
    NotedSite site;
    site.sign_up("Ana");
    site.write("mine,\n\tall mine");
    const std::string id = site.newest();
    CHECK(contains(site.notes(), "mine,\n\tall mine</textarea>"));
    CHECK(contains(site.notes(), "action=\"/notes/" + id + "\""));
    CHECK(contains(site.notes(), "formaction=\"/notes/" + id + "/delete\""));
    CHECK(!contains(site.as_guest(), "/notes/" + id));

    site.client.cookies().clear();
    site.sign_up("Bob");
    CHECK(contains(site.notes(), "mine"));
    CHECK(!contains(site.notes(), "/notes/" + id));
}

TEST_CASE(
    "a page that comes assembled has one's own notes with their forms, for browsers without script")
{
    NotedSite site;
    site.client.get(page);
    site.sign_up("Ana");
    site.write("mine");
    const auto assembled = site.client.get(page);
    CHECK(contains(assembled.body, "formaction=\"/notes/" + site.newest() + "/delete\""));
    CHECK(!contains(assembled.body, "CACHE_CONTROL"));
    CHECK(contains(field(assembled, "Cache-Control"), "private"));
}

TEST_CASE("a note that was edited or deleted is so for the next reader")
{
    NotedSite site;
    site.sign_up("Ana");
    site.write("first words");
    REQUIRE(contains(site.as_guest(), "first words"));
    const std::string version = site.client.cookies()["live"];

    const auto changed = site.client.post("/notes/" + site.newest(), {{"text", "second words"}});
    CHECK(changed.status == 303);
    CHECK(field(changed, "Location") == "/man/1/ls#notes");
    CHECK(site.client.cookies()["live"] != version);
    CHECK(!contains(site.as_guest(), "first words"));
    CHECK(contains(site.as_guest(), "second words"));
    CHECK(contains(site.as_guest(), ", edited"));

    const auto deleted = site.client.post("/notes/" + site.newest() + "/delete", {});
    CHECK(field(deleted, "Location") == "/man/1/ls#notes");
    CHECK(!contains(site.as_guest(), "second words"));
}

TEST_CASE("another's note is out of reach")
{
    NotedSite site;
    site.sign_up("Ana");
    site.write("hers");
    const std::string id = site.newest();
    site.client.cookies().clear();
    site.sign_up("Bob");
    CHECK(site.client.post("/notes/" + id, {{"text", "his"}}).status == 403);
    CHECK(site.client.post("/notes/" + id + "/delete", {}).status == 403);
    CHECK(contains(site.as_guest(), "hers"));
}

TEST_CASE("a note that is gone is not found, and what was typed is not lost")
{
    NotedSite site;
    site.sign_up("Ana");
    const auto changed = site.client.post("/notes/12345", {{"text", "long <work>"}});
    CHECK(changed.status == 404);
    CHECK(contains(changed.body, "long &lt;work&gt;</textarea>"));
    CHECK(site.client.post("/notes/12345/delete", {}).status == 404);
    CHECK(site.client.post("/notes/99999999999/delete", {}).status == 404);
}

TEST_CASE("there are notes on pages that exist, and only forms of this site write them")
{
    NotedSite site;
    site.sign_up("Ana");
    CHECK(site.client.post("/man/1/nothing/notes", {{"text", "x"}}).status == 404);
    CHECK(site.client.get(add).status == 405);
    aspic::Headers fields;
    fields.set("Content-Type", "application/x-www-form-urlencoded");
    fields.set("Sec-Fetch-Site", "cross-site");
    CHECK(site.client.send(aspic::Method::post, add, fields, "text=planted").status == 403);
    CHECK(!contains(site.as_guest(), "planted"));
    site.client.cookies().clear();
    CHECK(site.client.post("/man/1/nothing/notes", {{"text", "x"}}).status == 404);
}

TEST_CASE("a note that cannot be kept comes back in the form, and the form says what to change")
{
    NotedSite site;
    site.sign_up("Ana");
    const auto refused = site.write(std::string(2001, 'x') + "<i>");
    CHECK(refused.status == 422);
    CHECK(contains(refused.body, "it has 2,004 bytes, and 2,000 may be kept"));
    CHECK(contains(refused.body, "xxx&lt;i&gt;</textarea>"));
    CHECK(contains(refused.body, "id=\"site-problem\""));
    CHECK(contains(refused.body, "aria-describedby=\"site-problem\""));
    CHECK(contains(refused.body, "action=\"/man/1/ls/notes\""));
    CHECK(site.client.post(add, {}).status == 422);
    CHECK(site.write("\x1b[0m").status == 422);
    CHECK(site.write("\xff").status == 422);

    site.write("good");
    const auto change = site.client.post("/notes/" + site.newest(), {{"text", "bad\x01"}});
    CHECK(change.status == 422);
    CHECK(contains(change.body, "bad\uFFFD</textarea>"));
    CHECK(contains(change.body, "action=\"/notes/" + site.newest() + "\""));
}

TEST_CASE("who writes very many notes is told when to go on, and keeps what was typed")
{
    NotedSite site;
    site.sign_up("Ana");
    for (int i = 0; i < 30; ++i)
        CHECK(site.write("note " + std::to_string(i)).status == 303);
    const auto refused = site.write("the 31st");
    CHECK(refused.status == 429);
    CHECK(contains(refused.body, "You have written 30 notes within an hour"));
    CHECK(contains(refused.body, "the 31st</textarea>"));
    CHECK(std::stoi(field(refused, "Retry-After")) <= 3600);
    CHECK(site.client.post("/notes/" + site.newest(), {{"text", "x"}}).status == 429);
}

TEST_CASE("a note that the database does not take is not lost")
{
    NotedSite site;
    site.sign_up("Ana");
    site.write("good");
    const std::string id = site.newest();
    library().accounts.database().borrow()->script("DROP TABLE note_writings");
    const auto added = site.write("new words");
    CHECK(added.status == 503);
    CHECK(contains(added.body, "new words</textarea>"));
    const auto changed = site.client.post("/notes/" + id, {{"text", "other words"}});
    CHECK(changed.status == 503);
    CHECK(contains(changed.body, "other words</textarea>"));
}

TEST_CASE("a page shows 200 notes and counts the older ones")
{
    NotedSite site;
    site.sign_up("Ana");
    site.write("the very first");
    const std::int64_t ana = library().notes.on_page("1", "ls", 1).notes.at(0).author;
    std::chrono::sys_seconds time{std::chrono::seconds{1'000'000'000}};
    for (int i = 0; i < 200; ++i) {
        time += std::chrono::hours{1};
        library().notes.add(ana, "1", "ls", "note " + std::to_string(i), time);
    }
    CHECK(contains(site.notes(), "One older note is not shown."));
    CHECK(!contains(site.notes(), "the very first"));
    CHECK(contains(site.notes(), ">note 0<"));
}

TEST_CASE("the day of a note is told in words")
{
    NotedSite site;
    site.sign_up("Ana");
    site.write("x");
    const std::int64_t ana = library().notes.on_page("1", "ls", 1).notes.at(0).author;
    library().notes.add(ana, "1", "ls", "y",
                        std::chrono::sys_days{std::chrono::year{2026} / 5 / 7});
    CHECK(contains(site.notes(), "<time datetime=\"2026-05-07\">7 May 2026</time>"));
}
