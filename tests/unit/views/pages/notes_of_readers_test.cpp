// Notes from the visitor's side.
#include <doctest/doctest.h>

#include "../noted_site.h"

using namespace manual;

namespace {

bool is_hit(const aspic::TestResponse& response)
{
    return contains(field(response, "Cache-Status"), "hit");
}

}  // namespace

TEST_CASE("the next reader sees a new note at once, even if the page was in the cache")
{
    NotedSite site;
    site.client.get(NotedSite::page);
    site.client.get("/man/1/printf");
    REQUIRE(is_hit(site.client.get(NotedSite::page)));
    site.sign_up("Ana");
    const std::string version = site.client.cookies()["live"];

    const auto written = site.write("Use -A for almost all.");
    CHECK(written.status == 303);
    CHECK(field(written, "Location") == "/man/1/ls#notes");
    CHECK(site.client.cookies()["live"] != version);

    site.client.cookies().clear();
    const auto fresh = site.client.get(NotedSite::page);
    CHECK(!is_hit(fresh));
    CHECK(contains(fresh.body, "Use -A for almost all."));
    CHECK(contains(fresh.body, "<bdi>Ana</bdi>"));
    CHECK(is_hit(site.client.get(NotedSite::page)));
    CHECK(is_hit(site.client.get("/man/1/printf")));
}

TEST_CASE("a visitor who writes, changes or deletes a note is told if others may not see it yet")
{
    NotedSite site{{.purge_log_is_lost = true}};
    site.sign_up("Ana");
    site.write("Before.");
    const std::string note = "/notes/" + NotedSite::newest();
    for (const auto& answer :
         {site.write("Meanwhile."), site.client.post(note, {{"text", "Changed."}}),
          site.client.post(note + "/delete", {})}) {
        CHECK(answer.status == 202);
        CHECK(contains(answer.body, "Other readers may see the old page"));
        CHECK(contains(answer.body, "href=\"/man/1/ls#notes\""));
        CHECK(contains(field(answer, "Cache-Control"), "private"));
    }
    CHECK(contains(site.notes(), "Meanwhile."));
}

TEST_CASE("browsers ask for a manual page each time, although it is cached here for an hour")
{
    SmallSite site;
    const auto answer = site.client.get(NotedSite::page);
    CHECK(contains(field(answer, "Cache-Control"), "max-age=0"));
    CHECK(contains(answer.body, "<script>var CACHE_CONTROL=3600;</script>"));
    CHECK(contains(answer.body, "action=\"/man/1/ls/notes\" method=\"post\""));
}

TEST_CASE("a page with an unusual name has notes too")
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

TEST_CASE("a visitor can edit and delete their own notes, and is not offered those of others")
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
    "an assembled page has the visitor's own notes with their forms, for browsers without scripts")
{
    NotedSite site;
    site.client.get(NotedSite::page);
    site.sign_up("Ana");
    site.write("mine");
    const auto assembled = site.client.get(NotedSite::page);
    CHECK(contains(assembled.body, "formaction=\"/notes/" + site.newest() + "/delete\""));
    CHECK(!contains(assembled.body, "CACHE_CONTROL"));
    CHECK(contains(field(assembled, "Cache-Control"), "private"));
}

TEST_CASE("the next reader sees that a note was edited or deleted")
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

TEST_CASE("the day of a note is written in words")
{
    NotedSite site;
    site.sign_up("Ana");
    site.write("x");
    const std::int64_t ana = library().notes.on_page("1", "ls", 1).notes.at(0).author;
    library().notes.add(ana, "1", "ls", "y",
                        std::chrono::sys_days{std::chrono::year{2026} / 5 / 7});
    CHECK(contains(site.notes(), "<time datetime=\"2026-05-07\">7 May 2026</time>"));
}
