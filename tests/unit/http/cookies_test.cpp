#include <aspic/http/cookies.h>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>

using namespace aspic;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

/// The values, joined by "|"; "none" if there is no cookie of that name.
std::string all(std::string_view field, std::string_view name)
{
    std::string text;
    int count = 0;
    while (const auto value = take_cookie(field, {.name = name})) {
        if (++count > 1) text += '|';
        text += *value;
    }
    return count == 0 ? "none" : text;
}

}  // namespace

TEST_CASE("a cookie is found by its whole, case-sensitive name")
{
    constexpr auto field = "SID=31d4d96e407aad42; lang=en-US"sv;  // RFC 6265, section 3.1
    CHECK(all(field, "SID") == "31d4d96e407aad42");
    CHECK(all(field, "lang") == "en-US");
    CHECK(all(field, "sid") == "none");
    CHECK(all(field, "ang") == "none");
    CHECK(all("", "lang") == "none");
    CHECK(all("xsession=1; session2=2", "session") == "none");
}

TEST_CASE("all cookies of one name are found, in order")
{
    CHECK(all("a=1; a=2; b=3; a=4", "a") == "1|2|4");
    CHECK(all("a=; a; a=x", "a") == "|x");
}

TEST_CASE("two Cookie fields that a front end joined with a comma are two fields")
{
    CHECK(all("a=1, a=2; b=3, a=4", "a") == "1|2|4");
    CHECK(all("b=3, a=4", "b") == "3");
    // A comma inside a value does not separate fields.
    CHECK(all("a=x,y; a=x, y; a=x, ; a=,=", "a") == "x,y|x, y|x,|,=");
}

TEST_CASE("a comma in a value does not set a cookie whose name only this host may set")
{
    for (const std::string name : {"__Host-session", "__Secure-session", "__host-session"}) {
        CHECK(all("a=x, " + name + "=evil; b=2", name) == "none");
        CHECK(all("a=x, " + name + "=evil; b=2", "a") == "x, " + name + "=evil");
        CHECK(all("a=x, " + name + "=evil, b=2; " + name + "=own", name) == "own");
        CHECK(all(name + "=own, b=2", name) == "own");
    }
    CHECK(all("a=x, __Hostess=1", "__Hostess") == "1");
}

TEST_CASE("a cookie's quotes are not part of its value")
{
    CHECK(all("a=\"1\"; b=2", "a") == "1");
    CHECK(all("a=\"\"", "a") == "");
    CHECK(all("a=\"", "a") == "\"");
}

TEST_CASE("irregular Cookie fields are accepted")
{
    CHECK(all(";; ;a=1", "a") == "1");
    CHECK(all("a; a=1", "a") == "1");
    CHECK(all("a=b=c", "a") == "b=c");
    CHECK(all("a = 1 ;b=2", "a") == "1");
    CHECK(all("b=2;a=1", "a") == "1");
    CHECK(all("x=\"; y=1\"; z=2", "a") == "none");
}

TEST_CASE("a Set-Cookie field contains all given attributes")
{
    CHECK(SetCookie{.name = "a", .value = "1"}.field() == "a=1; Path=/; HttpOnly; SameSite=Lax");
    const SetCookie all{.name = "a",
                        .value = "",
                        .path = "/docs",
                        .max_age = 1h,
                        .http_only = false,
                        .secure = true,
                        .same_site = "Strict"};
    CHECK(all.field() == "a=; Path=/docs; Max-Age=3600; Secure; SameSite=Strict");
    CHECK(SetCookie{.name = "a", .value = "", .max_age = -5s}.field() ==
          "a=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

TEST_CASE("the value of a cookie cannot add an attribute or a field")
{
    for (const auto value : {"1; Domain=x"sv, "a b"sv, "a,b"sv, "a\"b"sv, "a\\b"sv, "a\r\nb"sv,
                             "a\0b"sv, "\x7f"sv, "\xc3\xa9"sv}) {
        CHECK_THROWS_AS(SetCookie({.name = "a", .value = std::string{value}}).field(),
                        std::invalid_argument);
    }
    for (const auto name : {""sv, "a b"sv, "a=b"sv, "a;"sv, "a\n"sv, "\xc3\xa9"sv}) {
        CHECK_THROWS_AS(SetCookie({.name = std::string{name}, .value = "1"}).field(),
                        std::invalid_argument);
    }
    for (const auto path : {""sv, "docs"sv, "/; Domain=x"sv, "/\r\n"sv, "/\0"sv}) {
        CHECK_THROWS_AS(SetCookie({.name = "a", .value = "1", .path = std::string{path}}).field(),
                        std::invalid_argument);
    }
    CHECK_THROWS_AS(SetCookie({.name = "a", .value = "1", .same_site = "Lax; Domain=x"}).field(),
                    std::invalid_argument);
}

TEST_CASE("a cookie is found by a name in two parts")
{
    const auto found = [](std::string_view field, const CookieName& name) {
        return std::string{take_cookie(field, name).value_or("none")};
    };
    const CookieName name{.prefix = "__Host-", .name = "session"};
    CHECK(name.text() == "__Host-session");
    CHECK(found("session=a; __Host-session=b", name) == "b");
    for (const std::string_view other :
         {"session=a", "__Host-=a", "__Host-x-session=a", "__Host-sessions=a", "x=__Host-session",
          "session=__Host-", "__host-session=a", "a=__Host-; 1234567session=b", ""}) {
        CAPTURE(other);
        CHECK(found(other, name) == "none");
    }
}
