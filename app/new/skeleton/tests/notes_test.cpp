#include <doctest/doctest.h>

#include "visitor.h"

TEST_CASE("pages with notes are cached until somebody writes a note")
{
    Visitor visitor;
    for (const char* page : {"/", "/notes"}) {
        CHECK(contains(visitor.field(page, "Cache-Status"), "stored"));
        CHECK(contains(visitor.field(page, "Cache-Status"), "hit"));
    }
    visitor.sign_up("ana");
    CHECK(visitor.write("Good morning").status == 303);
    for (const char* page : {"/", "/notes"})
        CHECK(contains(visitor.client.get(page).body, "Good morning"));
}

TEST_CASE("who has written a note is told so, once")
{
    Visitor visitor;
    visitor.sign_up("ana");
    visitor.write("Good morning");
    CHECK(contains(visitor.client.get("/notes").body, "Your note is there."));
    CHECK(!contains(visitor.client.get("/notes").body, "Your note is there."));
}

TEST_CASE("a guest who wants to write a note signs in first, and comes back")
{
    Visitor visitor;
    CHECK(visitor.field("/notes/write", "Location") == "/account/sign-in?next=%2Fnotes%2Fwrite");
}

TEST_CASE("a note that is too long comes back with what was typed")
{
    Visitor visitor;
    visitor.sign_up("ana");
    const std::string typed(501, 'x');
    const auto answer = visitor.write(typed);
    CHECK(answer.status == 422);
    CHECK(contains(answer.body, typed));
    CHECK(contains(answer.body, "Must have at most 500 characters."));
    CHECK(visitor.write(" ").status == 422);
}

TEST_CASE("a note cannot bring markup into the page")
{
    Visitor visitor;
    visitor.sign_up("ana");
    visitor.write("<script>alert(1)</script>");
    const std::string body = visitor.client.get("/notes").body;
    CHECK(contains(body, "&lt;script&gt;alert(1)"));
    CHECK(!contains(body, "<script>alert(1)"));
}

TEST_CASE("the list has ten notes on a page")
{
    Visitor visitor;
    visitor.sign_up("ana");
    for (int i = 1; i <= 11; ++i)
        visitor.write("Note number " + std::to_string(i) + ".");
    CHECK(!contains(visitor.client.get("/notes").body, "Note number 1."));
    CHECK(contains(visitor.client.get("/notes?page=2").body, "Note number 1."));
    CHECK(visitor.client.get("/notes?page=3").status == 404);
}
