#include <aspic/mirroring/mirror_path.h>

#include <doctest/doctest.h>

#include <string>

using namespace aspic;

TEST_CASE("a path that has one spelling has a file")
{
    CHECK(mirror_name("/") == "");
    CHECK(mirror_name("/man/1/ls") == "man/1/ls");
    CHECK(mirror_name("/man/") == "man/");
    CHECK(mirror_name("/a.b_c~d+e,f:g=h-9") == "a.b_c~d+e,f:g=h-9");
    CHECK(mirror_name('/' + std::string(200, 'a')).has_value());
    CHECK(mirror_name("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/file").has_value());
}

TEST_CASE("a path that is odd, too long, or could lead elsewhere has none")
{
    for (const char* path : {"",     "a",     "//",      "//a",   "/a//b",     "/a//",      "/.",
                             "/..",  "/../a", "/a/../b", "/a/.b", "/%61",      "/a@gzip",   "/a b",
                             "/a?b", "/a;b",  "/a\\b",   "/a\nb", "/\xc3\xa4", "http://a/b"}) {
        CAPTURE(path);
        CHECK_FALSE(mirror_name(path).has_value());
    }
    using namespace std::string_literals;
    CHECK_FALSE(mirror_name("/a\0b"s).has_value());
    CHECK_FALSE(mirror_name('/' + std::string(201, 'a')).has_value());
    std::string longest;
    for (int i = 0; i < 6; ++i)
        longest += '/' + std::string(170, 'a');
    CHECK_FALSE(mirror_name(longest).has_value());
    // Each page could make hundreds of directories, which no limit of the mirror counts.
    CHECK_FALSE(
        mirror_name("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/file").has_value());
}
