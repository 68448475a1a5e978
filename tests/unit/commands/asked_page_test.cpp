#include <aspic/commands/asked_page.h>

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <aspic/commands/options.h>
#include "../support/message_of.h"

using namespace aspic;
using support::contains;

namespace {

std::string read(const std::string& text, const std::string& mount = "")
{
    const AskedPage page = asked_page(text, mount);
    return page.origin + ' ' + page.target;
}

std::string refusal(const std::string& text, const std::string& mount = "")
{
    return support::message_of<UsageError>([&] { asked_page(text, mount); });
}

}  // namespace

TEST_CASE("a page is asked for by its path, or by its whole address")
{
    CHECK(read("/man/1/ls?q=%7e") == " /man/1/ls?q=%7e");
    CHECK(read("/") == " /");
    CHECK(read("HTTP://docs.example.org:8080/man/1/ls?x") ==
          "http://docs.example.org:8080 /man/1/ls?x");
    CHECK(read("https://docs.example.org") == "https://docs.example.org /");
}

TEST_CASE("a path is without the mount, and an address is with it")
{
    CHECK(read("/man/1/ls", "/docs") == " /man/1/ls");
    CHECK(read("http://a/docs/man/1/ls", "/docs") == "http://a /man/1/ls");
    CHECK(asked_page("http://a/docs/man/1/ls", "/docs").with_mount("/docs") ==
          "http://a/docs/man/1/ls");
    CHECK(refusal("http://a/man/1/ls", "/docs") ==
          "\"http://a/man/1/ls\" is not below --mount /docs");
}

TEST_CASE("what is no page is refused with what is right")
{
    CHECK(refusal("man/1/ls") ==
          "\"man/1/ls\" is not the path of a page: a path starts with '/'. Write /man/1/ls");
    for (const char* text : {"/a//b", "/../a", "ftp://a/b", "http:///b", ""})
        CHECK(contains(refusal(text), "is not the path of a page: "));
}

TEST_CASE("hosts are origins, by http if they name no scheme")
{
    CHECK(origins_of("") == std::vector<std::string>{});
    CHECK(origins_of("a:81, https://b") == std::vector<std::string>{"http://a:81", "https://b"});
}
