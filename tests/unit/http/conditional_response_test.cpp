#include <aspic/http/conditional_response.h>

#include <doctest/doctest.h>

#include <aspic/http/conditional.h>
#include <aspic/http/errors.h>
#include "../support/message_of.h"
#include "../support/request_for.h"

using namespace aspic;
using support::contains;
using support::request_for;

namespace {

Response says(std::string_view cache_control, std::string body = "text")
{
    Response response = text(std::move(body));
    response.headers.set("Cache-Control", cache_control);
    return response;
}

Response with(Response response, std::string_view name, std::string_view value)
{
    response.headers.set(name, value);
    return response;
}

std::string head_for(Response response, std::vector<RequestSource::Field> fields = {},
                     Method method = Method::get)
{
    return to_wire(std::move(response), request_for("/", std::move(fields), method)).own_head;
}

}  // namespace

TEST_CASE("an answer that says no-cache, and not no-store, gets an ETag of its bytes")
{
    const std::string tag = "ETag: " + etag_of("text") + "\r\n";
    for (const auto* control : {"no-cache", "private, no-cache", "max-age=60, No-Cache"}) {
        CAPTURE(control);
        CHECK(contains(head_for(says(control)), tag));
        CHECK(contains(head_for(says(control), {}, Method::head), tag));
    }
    for (const auto* control : {"no-store", "no-cache, no-store", "max-age=60", "private"}) {
        CAPTURE(control);
        CHECK_FALSE(contains(head_for(says(control)), "ETag"));
    }
    CHECK_FALSE(contains(head_for(text("text")), "ETag"));
    CHECK_FALSE(contains(head_for(says("no-cache"), {}, Method::post), "ETag"));
    Response missing = says("no-cache");
    missing.status = 404;
    CHECK_FALSE(contains(head_for(missing), "ETag"));
    CHECK_FALSE(contains(head_for(says("no-cache", "other")), tag));
}

TEST_CASE("the view's own ETag stays")
{
    const Response own = with(says("no-cache"), "ETag", "W/\"7\"");
    CHECK(contains(head_for(own), "ETag: W/\"7\"\r\n"));
    CHECK(head_for(own, {{"If-None-Match", "\"7\""}}).starts_with("Status: 304 "));
    CHECK(head_for(own, {{"If-None-Match", etag_of("text")}}).starts_with("Status: 200 "));
}

TEST_CASE("a 304 has the fields of the answer without those that describe the body")
{
    Response own = with(says("no-cache"), "Content-Location", "/text");
    own.headers.set("Content-Language", "en");
    own.headers.set("content-security-policy", "default-src 'self'");
    own.headers.set("Vary", "Accept");
    own.headers.set("Set-Cookie", "a=b");
    own.headers.set("X-Content-Type-Options", "nosniff");
    const WireResponse wire = to_wire(own, request_for("/", {{"If-None-Match", etag_of("text")}}));
    CHECK(wire.own_head ==
          "Status: 304 Not Modified\r\nCache-Control: no-cache\r\n"
          "Content-Location: /text\r\nVary: Accept\r\nSet-Cookie: a=b\r\n"
          "X-Content-Type-Options: nosniff\r\nETag: " +
              etag_of("text") + "\r\n\r\n");
    CHECK(wire.own_body.empty());
}

TEST_CASE("the view's own date is a validator too")
{
    const Response dated = with(text("text"), "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(head_for(dated, {{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}})
              .starts_with("Status: 304 "));
    CHECK(head_for(dated, {{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}})
              .starts_with("Status: 200 "));
    CHECK_THROWS_AS(head_for(dated, {{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}}),
                    PreconditionFailed);
    const Response malformed = with(text("text"), "Last-Modified", "yesterday");
    CHECK(head_for(malformed, {{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}})
              .starts_with("Status: 200 "));
}

TEST_CASE("If-Match with a tag fails if the answer has another ETag, or none")
{
    CHECK_THROWS_AS(head_for(says("no-cache"), {{"If-Match", "\"other\""}}), PreconditionFailed);
    CHECK_THROWS_AS(head_for(text("text"), {{"If-Match", "\"other\""}}), PreconditionFailed);
    CHECK(head_for(says("no-cache"), {{"If-Match", etag_of("text")}}).starts_with("Status: 200 "));
    CHECK(head_for(text("text"), {{"If-Match", "*"}}).starts_with("Status: 200 "));
}

TEST_CASE("preconditions are ignored for other statuses and other methods")
{
    Response missing = text("text", 404);
    Response moved = redirect("/");
    for (const auto* field : {"If-Match", "If-None-Match"}) {
        CAPTURE(field);
        const auto* value = field == std::string_view{"If-Match"} ? "\"x\"" : "*";
        CHECK(head_for(missing, {{field, value}}).starts_with("Status: 404 "));
        CHECK(head_for(moved, {{field, value}}).starts_with("Status: 303 "));
        CHECK(head_for(text("text"), {{field, value}}, Method::post).starts_with("Status: 200 "));
    }
}

namespace {

class CoverSource : public FileSource {
public:
    std::string path() const override { return "/srv/covers/a b.png"; }
    void narrow(const ByteRange& /*range*/) override {}
    std::optional<std::string> next() override { return "content"; }
    std::optional<std::uint64_t> length() const override { return 7; }
};

WireResponse cover_for(std::vector<RequestSource::Field> fields, Method method = Method::get,
                       int status = 200, std::string_view coding = "")
{
    Response response{.status = status, .source = std::make_shared<CoverSource>()};
    response.headers.set("ETag", "\"7\"");
    response.headers.set("Cache-Control", "no-cache");
    if (!coding.empty()) response.headers.set("Content-Encoding", coding);
    return to_wire(std::move(response), request_for("/", std::move(fields), method),
                   FrontEndFiles{{"/srv/covers"}});
}

}  // namespace

TEST_CASE("a file that the front end sends is named in the answer, which has no body and no length")
{
    for (const auto& fields : {std::vector<RequestSource::Field>{},
                               {{"Range", "bytes=0-2"}},
                               {{"If-None-Match", "x"}}}) {
        const WireResponse wire = cover_for(fields);
        CHECK(wire.own_head ==
              "Status: 200 OK\r\nETag: \"7\"\r\nCache-Control: no-cache\r\n"
              "Accept-Ranges: bytes\r\nX-Sendfile: /srv/covers/a b.png\r\n\r\n");
        CHECK(wire.own_body.empty());
        CHECK_FALSE(wire.source);
    }
}

TEST_CASE("the front end sends no file for a HEAD, for a 304, or in another status")
{
    const WireResponse head = cover_for({}, Method::head);
    CHECK(contains(head.own_head, "Content-Length: 7\r\n"));
    const WireResponse unchanged = cover_for({{"If-None-Match", "\"7\""}});
    CHECK(unchanged.own_head.starts_with("Status: 304 "));
    const WireResponse missing = cover_for({}, Method::get, 404);
    CHECK(missing.source);
    const WireResponse coded = cover_for({}, Method::get, 200, "gzip");
    CHECK(coded.source);
    const WireResponse posted = cover_for({}, Method::post);
    CHECK(posted.source);
    for (const auto* wire : {&head, &unchanged, &missing, &coded, &posted})
        CHECK_FALSE(contains(wire->own_head, "X-Sendfile"));
    CHECK_THROWS_AS(cover_for({{"If-Match", "\"8\""}}), PreconditionFailed);
}
