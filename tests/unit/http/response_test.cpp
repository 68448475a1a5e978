#include <aspic/http/response.h>

#include <doctest/doctest.h>

#include <stdexcept>

using namespace aspic;
using namespace std::string_view_literals;

TEST_CASE("a status has the reason phrase of RFC 9110")
{
    CHECK(reason_phrase(200) == "OK");
    CHECK(reason_phrase(404) == "Not Found");
    CHECK(reason_phrase(431) == "Request Header Fields Too Large");
    CHECK(reason_phrase(505) == "HTTP Version Not Supported");
    CHECK(reason_phrase(299) == "Unknown");
    CHECK(reason_phrase(0) == "Unknown");
    CHECK(reason_phrase(999) == "Unknown");
}

TEST_CASE("a redirect is a 303 to a path of this site")
{
    const auto response = redirect("/man/1/ls?q=a&next=http://x//y#top");
    CHECK(response.status == 303);
    CHECK(response.headers.get("Location") == "/man/1/ls?q=a&next=http://x//y#top");
    CHECK(response.body.empty());
    CHECK(redirect("/", 308).status == 308);
    CHECK_THROWS_AS(redirect("/", 200), std::invalid_argument);
    CHECK_THROWS_AS(redirect("/", 304), std::invalid_argument);
}

TEST_CASE("no redirect leaves the site")
{
    for (const auto path :
         {""sv, "//evil.example"sv, "///evil.example"sv, "/\\evil.example"sv, "\\\\evil.example"sv,
          "http://evil.example"sv, "evil"sv, " /x"sv, "/\t/evil.example"sv, "/\n/evil.example"sv,
          "/x\r\nSet-Cookie: a=b"sv, "/\0"sv, "/a\\b"sv, "javascript:alert(1)"sv, "?q"sv}) {
        CAPTURE(path);
        CHECK_THROWS_AS(redirect(path), std::invalid_argument);
    }
}

TEST_CASE("invalid characters in a Location are encoded, and encoded ones are kept")
{
    CHECK(redirect("/a b/\xc3\xa9/%20/\"<>{}").headers.get("Location") ==
          "/a%20b/%C3%A9/%20/%22%3C%3E%7B%7D");
}

TEST_CASE("text and content have their type")
{
    const auto plain = text("hello", 201);
    CHECK(plain.status == 201);
    CHECK(plain.body == "hello");
    CHECK(plain.headers.get("Content-Type") == "text/plain; charset=utf-8");
    CHECK(content("application/xml", "<a/>").headers.get("Content-Type") == "application/xml");
    CHECK_THROWS_AS(content("a\r\nb", ""), std::invalid_argument);
}
