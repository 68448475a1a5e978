#include <aspic/entries/forward_request.h>

#include <doctest/doctest.h>

#include <algorithm>

#include "../support/request_for.h"

using namespace aspic;
using support::request_for;

TEST_CASE("a view that forwards sees the fields that may be forwarded, and they are not in the key")
{
    const Request request =
        request_for("/a?x=1&x=2", {{"ACCEPT_LANGUAGE", "de"}, {"Cookie", "s=1"}, {"X-Trace", "7"}});
    Inputs reads;
    ForwardRequest visitor{request, reads};
    CHECK(visitor.fields() ==
          std::vector<ForwardRequest::Field>{{"accept-language", "de"}, {"x-trace", "7"}});
    CHECK(visitor.method() == Method::get);
    CHECK(reads.empty());
}

TEST_CASE("the raw query is one input")
{
    const Request request = request_for("/a?x=1&x=%32");
    Inputs reads;
    ForwardRequest visitor{request, reads};
    CHECK(visitor.raw_query() == "x=1&x=%32");
    CHECK(reads == Inputs{{InputKind::raw_query, ""}});
}

TEST_CASE(
    "no field is forwarded that tells who asks, changes host, path or method, or asks for less")
{
    for (const std::string name : {"cookie",
                                   "authorization",
                                   "proxy-authorization",
                                   "x-real-ip",
                                   "host",
                                   "forwarded",
                                   "x-forwarded-host",
                                   "x-forwarded-for",
                                   "x-forwarded-scheme",
                                   "x-original-url",
                                   "x-rewrite-url",
                                   "x-http-method-override",
                                   "x-host",
                                   "range",
                                   "if-none-match",
                                   "if-range",
                                   "accept-encoding",
                                   "cache-control",
                                   "connection",
                                   "te",
                                   "upgrade",
                                   "sec-fetch-site",
                                   "content-length",
                                   "listed",
                                   "proxy-anything"}) {
        CAPTURE(name);
        CHECK_FALSE(detail::is_forwardable(name, "close, Listed"));
    }
    for (const std::string name :
         {"accept", "accept-language", "user-agent", "dnt", "x-anything"}) {
        CAPTURE(name);
        CHECK(detail::is_forwardable(name, "close, Listed"));
    }
}
