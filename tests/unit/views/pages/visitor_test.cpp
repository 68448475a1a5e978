// The site as a visitor with an account sees it: forms, the corner of the page, pages read lately.
#include <doctest/doctest.h>

#include "../small_site.h"

using namespace manual;

TEST_CASE(
    "a new visitor is redirected, and greeted in the corner of a page whose cached bytes have no "
    "name")
{
    SmallSite site;
    site.client.get("/man/1/ls");
    const auto signed_up = site.sign_up("Ana");
    CHECK(signed_up.status == 303);
    CHECK(field(signed_up, "Location") == "/man/1/ls");
    CHECK(contains(site.client.get("/man/1/ls").body, "Hi, logged in as Ana"));
    const std::string cached = site.client.cached_html("/man/1/ls");
    CHECK(contains(cached, "list directory contents"));
    CHECK(!contains(cached, "Ana"));
    CHECK(contains(site.corner("/man/1/ls"), "Hi, logged in as Ana"));
}

TEST_CASE("a guest gets a link to sign in that leads back to the page")
{
    SmallSite site;
    CHECK(contains(site.client.get("/man/1/ls").body, "/account/sign-in?next=%2Fman%2F1%2Fls"));
    CHECK(contains(site.client.get("/account/sign-in?next=%2Fman%2F1%2Fls").body,
                   "value=\"/man/1/ls\""));
}

TEST_CASE("a copied cookie is no longer accepted after its visitor has signed out")
{
    SmallSite site;
    site.sign_up("Ana");
    const auto copy = site.client.cookies();
    site.client.post("/account/sign-out", {{"next", "/"}});
    site.client.cookies() = copy;
    CHECK(!contains(site.corner("/"), "Ana"));
    CHECK(!site.client.cookies().contains("session"));
    CHECK(!site.client.cookies().contains("live"));
}

TEST_CASE(
    "signing out everywhere ends the sessions of all browsers, but not those that begin later")
{
    SmallSite site;
    site.sign_up("Ana");
    const auto phone = site.client.cookies();
    site.client.cookies().clear();
    site.sign_in("Ana", "correct horse");
    CHECK(contains(site.corner("/"), "Sign out everywhere"));
    const auto desk = site.client.cookies();
    site.client.cookies().clear();
    site.sign_up("Ben");
    const auto ben = site.client.cookies();

    site.client.cookies() = desk;
    CHECK(site.client.post("/account/sign-out", {{"next", "/"}, {"everywhere", "yes"}}).status ==
          303);
    CHECK(!site.client.cookies().contains("session"));
    CHECK(!site.client.cookies().contains("live"));
    for (const auto& copy : {phone, desk}) {
        site.client.cookies() = copy;
        CHECK(!contains(site.corner("/"), "Ana"));
    }
    site.client.cookies() = ben;
    CHECK(contains(site.corner("/"), "Hi, logged in as Ben"));
    site.client.cookies().clear();
    site.sign_in("Ana", "correct horse");
    CHECK(contains(site.corner("/"), "Hi, logged in as Ana"));
}

TEST_CASE("signing out ends the session")
{
    SmallSite site;
    site.sign_up("Ana");
    CHECK(site.client.get("/account/sign-out").status == 405);
    const auto answer = site.client.post("/account/sign-out", {{"next", "/man/1"}});
    CHECK(answer.status == 303);
    CHECK(field(answer, "Location") == "/man/1");
    CHECK(!contains(site.corner("/man/1/ls"), "Ana"));
}

TEST_CASE("a visitor with an account can sign in")
{
    SmallSite site;
    site.sign_up("Ana");
    site.client.cookies().clear();
    const auto wrong = site.sign_in("Ana", "wrong horse");
    CHECK(wrong.status == 403);
    CHECK(contains(wrong.body, "Wrong name or password."));
    CHECK(contains(wrong.body, "value=\"Ana\""));
    CHECK(!contains(wrong.body, "wrong horse"));
    CHECK(site.sign_in("ana", "correct horse").status == 303);
    CHECK(contains(site.corner("/"), "logged in as Ana"));
    CHECK(site.client.get("/account/sign-in?next=%2Fman%2F1").status == 303);
}

TEST_CASE("the forms redirect only to this site")
{
    SmallSite site;
    site.sign_up("Ana");
    for (const char* next :
         {"//evil.example", "/\\evil.example", "https://evil.example", "/account/sign-in", ""}) {
        CAPTURE(next);
        CHECK(field(site.sign_in("Ana", "correct horse", next), "Location") == "/");
    }
}

TEST_CASE("after many failures the form says how long to wait")
{
    SmallSite site;
    for (int i = 0; i < 6; ++i)
        site.sign_in("Ana", "wrong horse");
    const auto answer = site.sign_in("Ana", "wrong horse");
    CHECK(answer.status == 429);
    CHECK(contains(answer.body, "Too many failed attempts. Try again in"));
    CHECK(std::stoi(field(answer, "Retry-After")) <= 5);
}

TEST_CASE("typed text is shown as text")
{
    SmallSite site;
    const auto answer =
        site.client.post("/account/sign-up", {{"name", "<b>\"x"}, {"password", "correct horse"}});
    CHECK(answer.status == 403);
    CHECK(contains(answer.body, "value=\"&lt;b&gt;&quot;x\""));
    CHECK(site.client.post("/account/sign-up", {}).status == 403);
}

TEST_CASE("the pages that were read last are listed, except the current one")
{
    SmallSite site;
    site.sign_up("Ana");
    CHECK(contains(site.recent("/"), "The pages that you read are listed here."));
    CHECK(site.mark_read("/man/1/ls") == 204);
    CHECK(site.mark_read("/man/3/printf") == 204);
    CHECK(site.mark_read("/man/3pm/Foo%3A%3ABar") == 204);
    CHECK(site.mark_read("/man/9/nothing") == 404);
    CHECK(site.mark_read("/man/3/Foo%3A%3ABar") == 404);
    const std::string recent = site.recent("/man/3/printf");
    CHECK(contains(recent, "href=\"/man/1/ls\" title=\"list directory contents\""));
    CHECK(contains(recent, "href=\"/man/3pm/Foo%3A%3ABar\""));
    CHECK(!contains(recent, "href=\"/man/3/printf\""));
    CHECK(!contains(recent, "nothing"));
    CHECK(contains(site.recent("/"), "href=\"/man/3/printf\""));
}

TEST_CASE("browsers keep the corner for some time, and ask for the list of pages each time")
{
    SmallSite site;
    site.sign_up("Ana");
    CHECK(contains(site.corner("/"), " keep=\"300\""));
    CHECK(contains(site.recent("/"), " keep=\"0\""));
}

TEST_CASE("a guest who reads a page gets no list and no session")
{
    SmallSite site;
    const std::string before = site.recent("/");
    CHECK(site.mark_read("/man/1/ls") == 204);
    CHECK(site.recent("/") == before);
    CHECK(site.client.cookies().empty());
}

TEST_CASE("only a POST marks a page as read")
{
    SmallSite site;
    site.sign_up("Ana");
    CHECK(site.client.get("/man/1/ls/read").status == 405);
    CHECK(contains(site.client.get("/man/1/ls").body, "data-mark-read=\"/man/1/ls/read\""));
    CHECK(!contains(site.recent("/"), "/man/1/ls"));
}

TEST_CASE("every manual page and the home page tell a guest that pages are listed")
{
    SmallSite site;
    for (const std::string page : {"/", "/man/1/ls"}) {
        const std::string body = site.client.get(page).body;
        CHECK(contains(body, "fragment=\"/_recent\""));
        CHECK(contains(body, "<a href=\"/account/sign-in?next=" + aspic::percent_encode(page) +
                                 "\" rel=\"nofollow\">Sign in</a> to see the pages that you"));
    }
}
