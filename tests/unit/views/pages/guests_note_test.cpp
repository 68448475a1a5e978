// The note of a guest waits until the guest has signed in, and no typed text is lost.
#include <doctest/doctest.h>

#include "../small_site.h"
#include "library.h"

using namespace manual;

namespace {

constexpr const char* page = "/man/1/printf";
const std::string text = "Mind the <locale>.\nIt is read.";
constexpr const char* shown = "Mind the &lt;locale&gt;.\nIt is read.";

struct GuestSite : SmallSite {
    aspic::TestResponse write(const std::string& note = text)
    {
        return client.post("/man/1/printf/notes", {{"text", note}});
    }
    std::string as_another_guest()
    {
        client.cookies().clear();
        return client.get(page).body;
    }
};

}  // namespace

TEST_CASE("a guest who writes a note is asked to sign in, and the form says that the note is kept")
{
    GuestSite site;
    const auto written = site.write();
    CHECK(written.status == 303);
    CHECK(field(written, "Location") == "/account/sign-in?next=%2Fman%2F1%2Fprintf%23notes");
    const std::string form = site.client.get(field(written, "Location")).body;
    CHECK(contains(form, "Your note on <b class=\"literal\">printf(1)</b> is saved"));
    CHECK(contains(form, shown));
    CHECK(contains(site.client.get("/account/sign-up").body, shown));
    CHECK(!contains(site.as_another_guest(), shown));
    CHECK(!contains(site.client.get("/account/sign-in").body, "is kept"));
}

TEST_CASE("a guest's note is added after signing in, even if the password was wrong at first")
{
    GuestSite site;
    site.sign_up("Ana");
    site.client.cookies().clear();
    site.client.get(page);
    site.write();
    const auto wrong = site.sign_in("Ana", "wrong horse");
    CHECK(wrong.status == 403);
    CHECK(contains(wrong.body, shown));
    const auto right = site.sign_in("Ana", "correct horse", "/man/3/printf");
    CHECK(right.status == 303);
    CHECK(field(right, "Location") == "/man/1/printf#notes");
    const std::string body = site.as_another_guest();
    CHECK(contains(body, shown));
    CHECK(contains(body, "<bdi>Ana</bdi>"));
}

TEST_CASE("a guest's note is added after signing up, once")
{
    GuestSite site;
    site.write();
    CHECK(field(site.sign_up("Ana"), "Location") == "/man/1/printf#notes");
    CHECK(contains(site.client.get(page).body, shown));
    site.client.post("/account/sign-out", {});
    CHECK(!contains(site.client.get("/account/sign-in").body, "is kept"));
    CHECK(field(site.sign_in("Ana", "correct horse", "/man/1"), "Location") == "/man/1");
    CHECK(library().notes.on_page("1", "printf", 200).notes.size() == 1);
}

TEST_CASE("a guest can leave the note out")
{
    GuestSite site;
    site.write();
    const auto answer = site.client.post(
        "/account/sign-up",
        {{"name", "Ana"}, {"password", "correct horse"}, {"next", "/man/1"}, {"leave-out", "yes"}});
    CHECK(field(answer, "Location") == "/man/1");
    CHECK(library().notes.on_page("1", "printf", 200).notes.empty());
}

TEST_CASE("the longest note fits into a guest's session, and a longer one is refused before that")
{
    GuestSite site;
    const std::string longest(2000, 'x');
    CHECK(site.write(longest).status == 303);
    CHECK(contains(site.client.get("/account/sign-up").body, longest));
    const auto refused = site.write(longest + "y");
    CHECK(refused.status == 422);
    CHECK(contains(refused.body, longest + "y</textarea>"));
    site.sign_up("Ana");
    CHECK(contains(site.as_another_guest(), longest));
}

TEST_CASE("a guest's note that must wait stays on the page that says so")
{
    GuestSite site;
    site.sign_up("Ana");
    for (int i = 0; i < 30; ++i)
        site.write(std::to_string(i));
    site.client.cookies().clear();
    site.write();
    const auto answer = site.sign_in("Ana", "correct horse");
    CHECK(answer.status == 429);
    CHECK(contains(answer.body, std::string{shown} + "</textarea>"));
    CHECK(contains(site.corner("/"), "Hi, logged in as Ana"));
}

TEST_CASE("a note for a page that was removed in the meantime is shown again")
{
    GuestSite site;
    site.write();
    library().catalogue.database().borrow()->run("DELETE FROM pages WHERE name = 'printf'");
    const auto answer = site.sign_up("Ana");
    CHECK(answer.status == 404);
    CHECK(contains(answer.body, "The page printf(1) is no longer there."));
    CHECK(contains(answer.body, std::string{shown} + "</textarea>"));
}

TEST_CASE("the session of a deleted account is a guest's, and the note waits")
{
    GuestSite site;
    site.sign_up("Ana");
    library().accounts.database().borrow()->run("DELETE FROM users");
    const auto written = site.write();
    CHECK(field(written, "Location") == "/account/sign-in?next=%2Fman%2F1%2Fprintf%23notes");
    CHECK(contains(site.client.get("/account/sign-up").body, shown));
    site.sign_up("Ana");
    CHECK(contains(site.as_another_guest(), shown));
}

TEST_CASE("a visitor who was signed out while changing a note keeps the new text")
{
    GuestSite site;
    site.sign_up("Ana");
    site.write();
    const std::string note =
        "/notes/" + std::to_string(library().notes.on_page("1", "printf", 1).notes.at(0).id);
    site.client.post("/account/sign-out", {});
    const auto changed = site.client.post(note, {{"text", "new words"}});
    CHECK(changed.status == 403);
    CHECK(contains(changed.body, "You are signed out."));
    CHECK(contains(changed.body, "new words</textarea>"));
    CHECK(field(site.client.post(note + "/delete", {}), "Location") ==
          "/account/sign-in?next=%2Fman%2F1%2Fprintf%23notes");
    CHECK(contains(site.client.get(page).body, shown));
}
