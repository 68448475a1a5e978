#include <aspic/entries/public_request.h>

#include <doctest/doctest.h>

#include <stdexcept>

#include "../support/request_for.h"

using namespace aspic;
using support::request_for;

TEST_CASE("every read is recorded, even if the value is absent")
{
    const Request request = request_for("/a?q=1", {{"ACCEPT_LANGUAGE", "de"}});
    Inputs reads;
    PublicRequest visitor{request, reads};
    CHECK(visitor.path() == "/a");
    CHECK(reads.empty());
    CHECK(visitor.query("q") == "1");
    CHECK_FALSE(visitor.query("page"));
    CHECK(visitor.header("Accept-Language") == "de");
    CHECK(visitor.host() == "example.org");
    CHECK(visitor.scheme() == "http");
    CHECK(reads == Inputs{{InputKind::query, "q"},
                          {InputKind::query, "page"},
                          {InputKind::header, "accept-language"},
                          {InputKind::host, ""},
                          {InputKind::scheme, ""}});
}

TEST_CASE("a header is one input, whatever the case of its name")
{
    const Request request = request_for("/");
    Inputs reads;
    PublicRequest visitor{request, reads};
    visitor.header("Accept-Language");
    visitor.header("ACCEPT_LANGUAGE");
    visitor.header("accept-language");
    CHECK(reads.size() == 1);
}

TEST_CASE("a header that identifies the visitor cannot be read")
{
    const Request request = request_for("/", {{"COOKIE", "a=1"}, {"AUTHORIZATION", "Basic x"}});
    Inputs reads;
    PublicRequest visitor{request, reads};
    for (const std::string name : {"Cookie", "COOKIE", "cookie", "Authorization", "AUTHORIZATION",
                                   "Proxy-Authorization", "proxy_authorization"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(visitor.header(name), std::logic_error);
    }
    CHECK(reads.empty());
    CHECK_THROWS_WITH(
        visitor.header("COOKIE"),
        "a cached view read the header cookie, which tells who is asking: a cached page must be "
        "the same for everyone; put what belongs to one visitor into a fragment");
}
