#include <aspic/http/target.h>

#include <doctest/doctest.h>

using namespace aspic;
using namespace std::string_view_literals;

namespace {

using Segments = std::vector<std::string>;

Segments segments_of(std::string_view text)
{
    const auto target = Target::parse(text);
    REQUIRE(target);
    return {target->segments().begin(), target->segments().end()};
}

std::string path_of(std::string_view text)
{
    const auto target = Target::parse(text);
    return target ? std::string{target->path} : "refused";
}

}  // namespace

TEST_CASE("a target is split into segments and query")
{
    const auto target = Target::parse("/man/1/ls?q=a/b?c&d=%00");
    REQUIRE(target);
    CHECK(segments_of("/man/1/ls?q=a/b?c&d=%00") == Segments{"man", "1", "ls"});
    CHECK(target->path == "/man/1/ls");
    CHECK(target->query == "q=a/b?c&d=%00");
}

TEST_CASE("the root has no segment, and a trailing slash is an empty one")
{
    CHECK(segments_of("/").empty());
    CHECK(path_of("/") == "/");
    CHECK(segments_of("/man/1/") == Segments{"man", "1", ""});
    CHECK(path_of("/man/1/") == "/man/1/");
    CHECK(path_of("/man?") == "/man");
    CHECK(path_of("/?q") == "/");
}

TEST_CASE("all spellings of a path give one canonical path")
{
    CHECK(path_of("/%6d%61n") == "/man");
    CHECK(path_of("/g++") == "/g%2B%2B");
    CHECK(path_of("/g%2b%2B") == "/g%2B%2B");
    CHECK(path_of("/a b\xc3\xa9") == "/a%20b%C3%A9");
    CHECK(path_of("/a%0ab") == "/a%0Ab");
}

TEST_CASE("an encoded slash stays in its segment, and nothing is decoded twice")
{
    const auto target = Target::parse("/a%2Fb/c");
    CHECK(segments_of("/a%2Fb/c") == Segments{"a/b", "c"});
    CHECK(target->path == "/a%2Fb/c");
    CHECK(path_of("/%252e%252e/x") == "/%252e%252e/x");
    CHECK(path_of("/a%2F..%2Fb") == "/a%2F..%2Fb");
}

TEST_CASE("parsing a canonical path again changes nothing")
{
    for (const auto text :
         {"/"sv, "/a/"sv, "/%25/%2f"sv, "/a;b=c,d@e:f!"sv, "/..."sv, "/.a/b."sv}) {
        CHECK(path_of(path_of(text)) == path_of(text));
    }
}

TEST_CASE("no dot segment is left, however it is written")
{
    for (const auto text : {"/.."sv, "/../etc"sv, "/a/../b"sv, "/a/."sv, "/./a"sv, "/%2e%2e/a"sv,
                            "/a/%2E"sv, "/.%2e"sv, "/a/..?q"sv, "/%2e/"sv}) {
        CAPTURE(text);
        CHECK_FALSE(Target::parse(text));
    }
}

TEST_CASE("empty segments, control characters and malformed sequences are refused")
{
    for (const auto text :
         {""sv,      "*"sv,     "man"sv,         "?q"sv,    "//"sv,     "//host/x"sv,
          "/a//b"sv, "/a//"sv,  "/a%"sv,         "/a%4"sv,  "/%zz"sv,   "/a%00b"sv,
          "/%00"sv,  "/a\0b"sv, "/a\r\nX: y"sv,  "/a\tb"sv, "/a\x7f"sv, "/a?q=\n"sv,
          "\\a"sv,   "%2Fa"sv,  "localhost:80"sv}) {
        CAPTURE(text);
        CHECK_FALSE(Target::parse(text));
    }
}

TEST_CASE("an absolute-form target loses its scheme and host")
{
    CHECK(path_of("http://www.example.org/pub/WWW/TheProject.html") ==
          "/pub/WWW/TheProject.html");  // RFC 9112, section 3.2.2
    CHECK(path_of("HTTPS://h:8443/a?b") == "/a");
    CHECK(path_of("http://h") == "/");
    const auto target = Target::parse("http://h?q=1");
    REQUIRE(target);
    CHECK(target->path == "/");
    CHECK(target->query == "q=1");
    CHECK(path_of("http://") == "refused");
    CHECK(path_of("http:///a") == "refused");
    CHECK(path_of("http://h//a") == "refused");
    CHECK(path_of("http:/a") == "refused");
    CHECK(path_of("ftp://h/a") == "refused");
}

TEST_CASE("a target points into its text, or keeps what is not written there")
{
    const std::string text = "/man/1/ls?all";
    auto target = Target::parse(text);
    REQUIRE(target);
    CHECK(target->path.data() == text.data());
    CHECK(target->segments()[2].data() == text.data() + 7);
    CHECK(target->remove_mount("/man"));
    CHECK(target->path.data() == text.data() + 4);

    std::optional<Target> copy;
    {
        const auto decoded = Target::parse("/%6dan/" + std::string(100, 'x') + "/%2F?q");
        copy = decoded;
    }
    REQUIRE(copy);
    CHECK(copy->path == "/man/" + std::string(100, 'x') + "/%2F");
    CHECK(copy->segments()[2] == "/");
    CHECK(copy->query == "q");
}

TEST_CASE("an overlong path is read like a short one")
{
    const std::string text = "/" + std::string(1'000'000, 'a') + "/b";
    CHECK(path_of(text) == text);
}

TEST_CASE("a mount prefix is removed only at whole segments")
{
    const auto under = [](std::string_view text, std::string_view mount) -> std::string {
        auto target = Target::parse(text).value();
        const std::string before{target.path};
        if (target.remove_mount(mount)) return std::string{target.path};
        CHECK(target.path == before);
        return "not under it";
    };
    CHECK(under("/docs/man/1", "/docs") == "/man/1");
    CHECK(under("/docs", "/docs") == "/");
    CHECK(under("/docs/", "/docs") == "/");
    CHECK(under("/docs/a/", "/docs") == "/a/");
    CHECK(under("/a/b/c", "/a/b") == "/c");
    CHECK(under("/%64ocs/x", "/docs") == "/x");
    CHECK(under("/d%C3%B6cs/x",
                "/d\xc3\xb6"
                "cs") == "/x");
    CHECK(under("/x", "") == "/x");
    CHECK(under("/docsx", "/docs") == "not under it");
    CHECK(under("/x/docs", "/docs") == "not under it");
    CHECK(under("/", "/docs") == "not under it");
    CHECK(under("/a", "/a/b") == "not under it");
    CHECK(under("/docs%2Fx", "/docs") == "not under it");
    CHECK(under("/docs", "docs") == "not under it");
}
