#include <aspic/purging/purge.h>

#include <doctest/doctest.h>

#include <stdexcept>

#include "../support/message_of.h"

using namespace aspic;
using support::message_of;

TEST_CASE("a tag's parts are encoded, so two lists of parts never give one tag")
{
    CHECK(tag("manual", "ls") == "manual:ls");
    CHECK(tag("manual") == "manual");
    CHECK(tag("a", "b:c") == "a:b%3Ac");
    CHECK(tag("a:b", "c") == "a%3Ab:c");
    CHECK(tag("a", "b", "c") == "a:b:c");
    CHECK(tag("a b", "\n%\xc3\xa4") == "a%20b:%0A%25%C3%A4");
    CHECK(tag("a", "") == "a:");
    CHECK(tag("a", std::string{"x"}, std::string_view{"y"}) == "a:x:y");
}

TEST_CASE("a purge describes itself in a few words")
{
    CHECK(by_tag("manual:ls").to_text() == "tag manual:ls");
    CHECK(by_path("/man/1/ls").to_text() == "path /man/1/ls");
    CHECK(everything().to_text() == "all");
    CHECK(by_tag("a", true).to_text() == "tag a");
}

TEST_CASE("a purge is hard by default")
{
    CHECK_FALSE(by_tag("a").soft);
    CHECK_FALSE(by_path("/").soft);
    CHECK_FALSE(everything().soft);
    CHECK(by_tag("a", true).soft);
    CHECK(by_path("/", true).soft);
    CHECK(everything(true).soft);
}

TEST_CASE("a path becomes canonical, as the path of a request does")
{
    CHECK(by_path("/").name == "/");
    CHECK(by_path("/man/1/ls").name == "/man/1/ls");
    CHECK(by_path("/a%2fb/%63%20d").name == "/a%2Fb/c%20d");
    CHECK(by_path("/a?q=1&r").name == "/a");
}

TEST_CASE("an invalid path is refused with a sentence that names it")
{
    for (const std::string path :
         {"", "man/1/ls", "*", "/%zz", "/a/../b", "/%00", "//host/", "/a\nb"}) {
        CAPTURE(path);
        CHECK_THROWS_AS(by_path(path), std::invalid_argument);
    }
    CHECK(message_of<std::invalid_argument>([] { by_path("man/1/ls"); }) ==
          "\"man/1/ls\" is not a path to purge: a path starts with '/', such as /man/1/ls");
}

TEST_CASE("a purge is complete when it is in the log and no worker is late")
{
    CHECK(PurgeOutcome{.appended = true}.complete());
    CHECK_FALSE(PurgeOutcome{}.complete());
    CHECK_FALSE(PurgeOutcome{.appended = true, .late = {"worker"}}.complete());
}
