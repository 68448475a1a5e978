#include <aspic/http/local_path.h>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include <aspic/http/site_url.h>

using namespace aspic;

TEST_CASE("a path of this site is where a form leads to")
{
    for (const char* path :
         {"/", "/man/1/ls", "/search?q=a%20b&page=2", "/man/3pm/Foo%3A%3ABar", "/man/1/ls#NAME"}) {
        CHECK(local_path(path, "/home") == path);
    }
}

TEST_CASE("an address that may lead to another site is replaced")
{
    using namespace std::string_view_literals;
    for (const std::string_view path :
         {""sv, "man"sv, "//evil.example"sv, "/\\evil.example"sv, "\\\\evil.example"sv,
          "https://evil.example/"sv, "javascript:alert(1)"sv, "/\t/evil.example"sv,
          "/\n/evil.example"sv, "/a\r\nSet-Cookie: x=y"sv, "/\0"sv, " /"sv, "/a b"sv, "/\u00E9"sv,
          "\t//evil.example"sv, "@evil.example"sv}) {
        CAPTURE(path);
        CHECK(local_path(path) == "/");
        CHECK(local_path(path, "/home") == "/home");
    }
    CHECK(local_path({}) == "/");
    CHECK(local_path("/" + std::string(5000, 'x')) == "/");
}

TEST_CASE("below a mount, only URLs with its prefix are of this site")
{
    const MountScope mount{"/docs"};
    for (const std::string url : {"/docs", "/docs/", "/docs/man/1/ls?q=1", "/docs?q"}) {
        CAPTURE(url);
        CHECK(local_path(url) == url);
    }
    for (const std::string url : {"/", "/man/1/ls", "/docsx", "/docs/../other",
                                  "/docs/%2e%2e/other", "/docs//other", "//docs/", "/docs/a/.."}) {
        CAPTURE(url);
        CHECK(local_path(url) == "/docs/");
        CHECK(local_path(url, "/docs/home") == "/docs/home");
    }
}
