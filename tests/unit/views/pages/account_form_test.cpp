// What the forms to sign in and up say if they are refused.
#include <doctest/doctest.h>

#include "../small_site.h"

using namespace manual;

namespace {

const aspic::Parameters sent_by_form{
    {"name", "Ana"}, {"password", "correct horse"}, {"next", "/"}, {"expects-cookies", "yes"}};

}  // namespace

TEST_CASE("a refused form says so in the title, and focuses the reason")
{
    SmallSite site;
    const auto answer = site.sign_in("Nobody", "wrong password");
    CHECK(answer.status == 403);
    CHECK(contains(answer.body, "<title>Error: Sign in "));
    CHECK(contains(answer.body, "id=\"site-problem\" tabindex=\"-1\" autofocus>Wrong name"));
    CHECK(contains(answer.body, " aria-describedby=\"site-problem\" aria-invalid=\"true\">"));
    const auto fresh = site.client.get("/account/sign-in");
    CHECK(contains(fresh.body, "<title>Sign in "));
    CHECK_FALSE(contains(fresh.body, "aria-invalid"));
}

TEST_CASE("a browser that keeps no cookies is told so, and nobody is signed up")
{
    SmallSite site;
    const auto refused = site.client.post("/account/sign-up", sent_by_form);
    CHECK(refused.status == 400);
    CHECK(contains(refused.body, "Allow cookies for this site"));
    CHECK(contains(refused.body, "value=\"Ana\""));
    CHECK_FALSE(contains(refused.body, "aria-invalid"));
    CHECK(contains(field(refused, "Set-Cookie"), "cookies=yes; Path=/account"));
    // The client has taken the cookie of that answer.
    CHECK(site.client.post("/account/sign-up", sent_by_form).status == 303);
}

TEST_CASE("a form that was opened before is sent with its cookie")
{
    SmallSite site;
    site.client.get("/account/sign-up");
    CHECK(site.client.post("/account/sign-up", sent_by_form).status == 303);
}
