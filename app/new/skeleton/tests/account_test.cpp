#include <doctest/doctest.h>

#include "visitor.h"

namespace {

int sign_in(Visitor& visitor, const std::string& name, const std::string& password)
{
    return visitor.client.post("/account/sign-in", {{"name", name}, {"password", password}}).status;
}

}  // namespace

TEST_CASE("the corner greets who has signed in, and forgets who has signed out")
{
    Visitor visitor;
    CHECK(contains(visitor.client.get("/_navigation").body, "Sign in"));
    CHECK(visitor.sign_up("ana").status == 303);
    CHECK(contains(visitor.client.get("/_navigation").body, "Hi, ana"));
    CHECK(visitor.client.post("/account/sign-out", {}).status == 303);
    CHECK(contains(visitor.client.get("/_navigation").body, "Sign in"));
    CHECK(sign_in(visitor, "Ana", "correct horse") == 303);
    CHECK(contains(visitor.client.get("/_navigation").body, "Hi, ana"));
}

TEST_CASE("a wrong password and an unknown name get the same answer")
{
    Visitor visitor;
    visitor.sign_up("ana");
    CHECK(sign_in(visitor, "ana", "something else") == 422);
    CHECK(sign_in(visitor, "ben", "something else") == 422);
}

TEST_CASE("after ten wrong passwords, the right one does not help any more")
{
    Visitor visitor;
    visitor.sign_up("ana");
    for (int i = 0; i < 10; ++i)
        CHECK(sign_in(visitor, "ana", "something else") == 422);
    CHECK(sign_in(visitor, "ana", "correct horse") == 429);
}

TEST_CASE("nobody tries one password with the names of everyone")
{
    Visitor visitor;
    visitor.sign_up("ana");
    for (int i = 1; i < 30; ++i)
        CHECK(sign_in(visitor, "user" + std::to_string(i), "something else") == 422);
    CHECK(sign_in(visitor, "ana", "correct horse") == 303);  // does not count
    CHECK(sign_in(visitor, "ben", "something else") == 422);
    CHECK(sign_in(visitor, "ben", "something else") == 429);
}

TEST_CASE("a name belongs to one user, and the password is not short")
{
    Visitor visitor;
    visitor.sign_up("ana");
    const auto taken = visitor.sign_up("ANA");
    CHECK(taken.status == 422);
    CHECK(contains(taken.body, "Somebody has this name already."));
    CHECK(visitor.sign_up("a na").status == 422);
    const auto answer =
        visitor.client.post("/account/sign-up", {{"name", "ben"}, {"password", "short"}});
    CHECK(answer.status == 422);
    CHECK(contains(answer.body, "value=\"ben\""));
}

TEST_CASE("signing in does not lead to another site")
{
    Visitor visitor;
    const auto answer = visitor.client.post(
        "/account/sign-up",
        {{"name", "ana"}, {"password", "correct horse"}, {"next", "//evil.example/"}});
    CHECK(answer.headers.get("Location") == "/");
}
