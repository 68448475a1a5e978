#include <aspic/http/answer_head.h>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "../support/message_of.h"

using namespace aspic;
using support::contains;
using support::message_of;

namespace {

struct Head : CacheableHead {};

}  // namespace

TEST_CASE("fields of one name are added beside each other, or set in place of the others")
{
    Head head;
    head.add_header("Link", "</a>");
    head.add_header("Link", "</b>");
    CHECK(head.headers().joined("Link") == "</a>, </b>");
    head.header("Link", "</c>");
    CHECK(head.headers().joined("Link") == "</c>");
}

TEST_CASE("an answer sets several cookies")
{
    Head head;
    head.add_cookie({.name = "one", .value = "1"});
    head.add_cookie({.name = "two", .value = "2"});
    CHECK(head.headers().size() == 2);
    CHECK_THROWS_AS(head.add_cookie({.name = "a;b", .value = "2"}), std::invalid_argument);
}

TEST_CASE("a field with a line end is refused")
{
    Head head;
    CHECK_THROWS_AS(head.add_header("X", "a\r\nSet-Cookie: b=1"), std::invalid_argument);
    CHECK_THROWS_AS(head.add_header("X\r\nY", "a"), std::invalid_argument);
    CHECK(head.headers().empty());
}

TEST_CASE("a field that the library owns is refused by its name, with the way out")
{
    Head head;
    for (const std::string name :
         {"Content-Length", "age", "Cache-Status", "Connection", "Transfer-Encoding", "Upgrade"}) {
        CAPTURE(name);
        CHECK(contains(message_of<std::invalid_argument>([&] { head.header(name, "1"); }), name));
        CHECK(contains(message_of<std::invalid_argument>([&] { head.add_header(name, "1"); }),
                       "leave it out"));
    }
    CHECK(contains(message_of<std::invalid_argument>([&] { head.header("Status", "404"); }),
                   "call status()"));
    CHECK(contains(
        message_of<std::invalid_argument>([&] { head.header("x-sendfile", "/etc/passwd"); }),
        "return a File"));
    CHECK(head.headers().empty());
}

TEST_CASE("fields are bounded in length and number")
{
    Head head;
    head.header("X", std::string(7'997, 'x'));
    CHECK(contains(
        message_of<std::length_error>([&] { head.header("X-Long", std::string(8'000, 'x')); }),
        "X-Long"));
    for (int i = 1; i < 64; ++i)
        head.add_header("Link", "</a>");
    CHECK(contains(message_of<std::length_error>([&] { head.add_header("X-Last", "1"); }),
                   "X-Last is one too many"));
    head.header("Link", "</b>");
    head.add_header("X-Last", "1");
}
