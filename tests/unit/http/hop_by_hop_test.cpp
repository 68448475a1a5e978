#include <aspic/http/hop_by_hop.h>

#include <doctest/doctest.h>

using namespace aspic;

TEST_CASE("fields of one connection are removed, in any case, and all of them")
{
    for (const auto* name : {"Connection", "keep-alive", "TE", "Trailer", "TRANSFER-ENCODING",
                             "Upgrade", "Proxy-Authenticate", "Proxy-Authentication-Info",
                             "proxy-authorization", "Proxy-Connection"}) {
        CAPTURE(name);
        CHECK(is_hop_by_hop(name));
        Headers headers;
        headers.add(name, "a");
        headers.add("X-Other", "b");
        headers.add(name, "c");
        remove_hop_by_hop_fields(headers);
        CHECK(headers.size() == 1);
        CHECK(headers.has("X-Other"));
    }
    for (const auto* name : {"Content-Length", "Via", "Warning", "Proxy-Status", "T", ""})
        CHECK_FALSE(is_hop_by_hop(name));
}

TEST_CASE("fields that Connection names are removed too")
{
    Headers headers;
    headers.add("X-One", "1");
    headers.add("Connection", "close, x-ONE ,,X-Two");
    headers.add("X-Two", "2");
    headers.add("Connection", "\tX-Three");
    headers.add("X-Three", "3");
    headers.add("X-Four", "4");
    remove_hop_by_hop_fields(headers);
    CHECK(headers.size() == 1);
    CHECK(headers.has("X-Four"));
}

TEST_CASE("Connection cannot remove a field that tells all recipients what to do")
{
    for (const auto* name : {"Cache-Control", "set-cookie", "Vary", "Expires", "Content-Type",
                             "Content-Encoding", "CDN-Cache-Control"}) {
        CAPTURE(name);
        Headers headers;
        headers.add("Connection", name);
        headers.add(name, "x");
        remove_hop_by_hop_fields(headers);
        CHECK(headers.has(name));
        CHECK_FALSE(headers.has("Connection"));
    }
}
