#include <aspic/commands/option_forms.h>

#include <doctest/doctest.h>

#include <string>

using namespace aspic;

TEST_CASE("a cookie prefix is checked before it gets into a name")
{
    for (const char* good : {"", "a", "shop-2_b"})
        CHECK(why_no_cookie_prefix(good) == "");
    for (const char* bad : {"a b", "a;b", "a=b", "a.b", "\xc3\xa9", "__Host", "__Secure-x"})
        CHECK(why_no_cookie_prefix(bad) != "");
    CHECK(why_no_cookie_prefix(std::string(40, 'a')) == "");
    CHECK(why_no_cookie_prefix(std::string(41, 'a')) != "");
}

TEST_CASE("a mount is checked before it gets into the path of a cookie")
{
    for (const char* good : {"", "/docs", "/docs/v1", "/caf%C3%A9"})
        CHECK(why_no_mount_prefix(good) == "");
    for (const char* bad : {"docs", "/", "/docs/", "/a;b", "/a b", "/a?b", "/a#b", "/\xc3\xa9"})
        CHECK(why_no_mount_prefix(bad) != "");
}
