// Notes that are refused: too long, too many, or of another author. No typed text is lost.
#include <doctest/doctest.h>

#include "../noted_site.h"

using namespace manual;

TEST_CASE("a visitor cannot change or delete a note of another author")
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

TEST_CASE("a deleted note is not found, and the typed text is not lost")
{
    NotedSite site;
    site.sign_up("Ana");
    const auto changed = site.client.post("/notes/12345", {{"text", "long <work>"}});
    CHECK(changed.status == 404);
    CHECK(contains(changed.body, "long &lt;work&gt;</textarea>"));
    CHECK(site.client.post("/notes/12345/delete", {}).status == 404);
    CHECK(site.client.post("/notes/99999999999/delete", {}).status == 404);
}

TEST_CASE("only pages that exist have notes, and only forms of this site can write them")
{
    NotedSite site;
    site.sign_up("Ana");
    CHECK(site.client.post("/man/1/nothing/notes", {{"text", "x"}}).status == 404);
    CHECK(site.client.get(NotedSite::add).status == 405);
    aspic::Headers fields;
    fields.set("Content-Type", "application/x-www-form-urlencoded");
    fields.set("Sec-Fetch-Site", "cross-site");
    CHECK(site.client.send(aspic::Method::post, NotedSite::add, fields, "text=planted").status ==
          403);
    CHECK(!contains(site.as_guest(), "planted"));
    site.client.cookies().clear();
    CHECK(site.client.post("/man/1/nothing/notes", {{"text", "x"}}).status == 404);
}

TEST_CASE("a note that is not allowed comes back in the form, which says what to change")
{
    NotedSite site;
    site.sign_up("Ana");
    const auto refused = site.write(std::string(2001, 'x') + "<i>");
    CHECK(refused.status == 422);
    CHECK(contains(refused.body, "it has 2,004 bytes, and 2,000 are allowed"));
    CHECK(contains(refused.body, "xxx&lt;i&gt;</textarea>"));
    CHECK(contains(refused.body, "id=\"site-problem\""));
    CHECK(contains(refused.body, "aria-describedby=\"site-problem\""));
    CHECK(contains(refused.body, "action=\"/man/1/ls/notes\""));
    CHECK(site.client.post(NotedSite::add, {}).status == 422);
    CHECK(site.write("\x1b[0m").status == 422);
    CHECK(site.write("\xff").status == 422);

    site.write("good");
    const auto change = site.client.post("/notes/" + site.newest(), {{"text", "bad\x01"}});
    CHECK(change.status == 422);
    CHECK(contains(change.body, "bad\uFFFD</textarea>"));
    CHECK(contains(change.body, "action=\"/notes/" + site.newest() + "\""));
}

TEST_CASE("a visitor who writes too many notes is told when to continue, and keeps the typed text")
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

TEST_CASE("a note that the database refuses is not lost")
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
