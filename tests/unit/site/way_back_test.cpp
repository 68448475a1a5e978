#include <aspic/site/way_back.h>

#include <doctest/doctest.h>

#include "../support/request_for.h"

using namespace aspic;
using aspic::detail::way_back;
using support::request_for;

namespace {

std::string back_from_form(std::string_view referer)
{
    return way_back(request_for("/notes?page=2", {{"Referer", referer}}, Method::post));
}

}  // namespace

TEST_CASE("the way back is the address of a page, with its query")
{
    CHECK(way_back(request_for("/notes?page=2", {{"Referer", "http://example.org/other"}})) ==
          "/notes?page=2");
    CHECK(way_back(request_for("/notes", {}, Method::head)) == "/notes");
}

TEST_CASE("the way back from a form is the page of this site that it was on")
{
    CHECK(back_from_form("http://example.org/notes/7?edit=1") == "/notes/7?edit=1");
    CHECK(back_from_form("http://example.org/") == "/");
    CHECK(way_back(request_for("/notes", {}, Method::post)) == "/");
}

TEST_CASE("the way back never leads to another site")
{
    for (const auto* referer :
         {"http://evil.example/notes", "https://example.org/notes", "http://example.org:8080/notes",
          "http://example.org", "http://example.org//evil.example/",
          "http://example.org/\\evil.example/", "http://example.org@evil.example/", "/notes", "",
          "http:///notes", "javascript:alert(1)"}) {
        CAPTURE(referer);
        CHECK(back_from_form(referer) == "/");
    }
}
