#include <aspic/routing/segment_match.h>

#include <doctest/doctest.h>

#include <aspic/http/site_url.h>

using namespace aspic;

namespace {

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a number has only one spelling")
{
    for (const std::string text : {"0", "7", "-12", "2147483647", "-2147483648"}) {
        CAPTURE(text);
        CHECK(is_canonical_int(text));
        CHECK(std::to_string(to_int(text)) == text);
    }
    for (const std::string text :
         {"", "-", "-0", "00", "01", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "1a", "2147483648",
          "-2147483649", "99999999999999999999", "\xd9\xa1"}) {
        CAPTURE(text);
        CHECK_FALSE(is_canonical_int(text));
    }
}

TEST_CASE("a URL is compared with a pattern, with its query and without it")
{
    constexpr Pattern pattern = parse_pattern("/man/<section>/v<int:n>.html");
    CHECK(match_url(pattern, "/man/1/v7.html") == Texts{"1", "7"});
    CHECK(match_url(pattern, "/man/a%2Fb/v7.html?x=1&y#top") == Texts{"a/b", "7"});
    CHECK(match_url(parse_pattern("/"), "/?a") == Texts{});
    for (const std::string other :
         {"/man/1", "/man/1/v7.html/", "/man/1/v7.html/x", "/man//v7.html", "/man/1/v07.html",
          "/man/1/v.html", "/man/../v7.html", "man/1/v7.html", "http://a.example/man/1/v7.html",
          "//man/1/v7.html", "/man/%zz/v7.html", ""}) {
        CAPTURE(other);
        CHECK_FALSE(match_url(pattern, other));
    }
}

TEST_CASE("a URL below a mount is compared with and without the prefix")
{
    const MountScope mount{"/docs"};
    constexpr Pattern pattern = parse_pattern("/files/<path:rest>");
    CHECK(match_url(pattern, "/docs/files/a/b") == Texts{"a/b"});
    CHECK(match_url(pattern, "/files/a/b") == Texts{"a/b"});
    CHECK_FALSE(match_url(pattern, "/docsx/files/a/b"));
    CHECK_FALSE(match_url(pattern, "/docs/docs/files/a/b"));
}
