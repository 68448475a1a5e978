#include <aspic/site/dev_door.h>

#include <doctest/doctest.h>

#include "../support/temporary_directory.h"

using aspic::dev_element;
using aspic::DevDoor;
using aspic::is_local;
using aspic::Method;

TEST_CASE("only a client on this machine, by a name of the machine itself, is let in")
{
    for (const char* host : {"127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:8080", "[::1]",
                             "[::1]:8080", "shop.localhost:8080"}) {
        CAPTURE(host);
        CHECK(is_local("127.0.0.1", host));
        CHECK(is_local("::1", host));
        CHECK_FALSE(is_local("192.0.2.1", host));
        CHECK_FALSE(is_local("", host));
    }
    for (const char* host : {"", "evil.example", "evil.example:8080", "127.0.0.1.evil.example",
                             "localhost.evil.example", "evillocalhost", "[::1].evil.example"}) {
        CAPTURE(host);
        CHECK_FALSE(is_local("127.0.0.1", host));
    }
}

TEST_CASE("pages name the state that they show, and say if they answer a form")
{
    const support::TemporaryDirectory scratch;
    scratch.write("pages", "ab-3\n{}\n");
    const DevDoor door{{.state = scratch.path() / "pages", .mount = "/docs"}};
    CHECK(door.element(Method::get) ==
          R"(<script defer src="/docs/_dev.js" data-seen="ab-3"></script>)");
    CHECK(door.element(Method::post) == dev_element("/docs", "ab-3", true));
    CHECK(dev_element("", "a", true) ==
          R"(<script defer src="/_dev.js" data-seen="a" data-answers="form"></script>)");
}

TEST_CASE("without dev there is no door")
{
    const DevDoor door{{}};
    CHECK_FALSE(door.is_open());
    CHECK(door.element(Method::get).empty());
}
