#include <aspic/serving/logged_request.h>

#include <doctest/doctest.h>

#include "../support/message_of.h"
#include "../support/temporary_directory.h"

using namespace aspic;
using support::contains;
using support::contents;
using support::TemporaryDirectory;

namespace {

/// The line for an answer that has this Cache-Status.
std::string line_for(std::string_view cache_status)
{
    const TemporaryDirectory directory;
    const auto file = directory.path() / "access.log";
    Response response = text("x");
    if (!cache_status.empty()) response.headers.set("Cache-Status", cache_status);
    WireResponse wire = to_wire(std::move(response), false);
    wire.route = "/page";
    RequestSource source;
    source.method_name = "GET";
    source.target = "/page";
    LoggedRequest request;
    request.keep(source);
    {
        AccessLog log{file.string(), AccessLogFormat::json};
        request.write(log, LoggedRequest::outcome_of(wire));
    }
    return contents(file);
}

}  // namespace

TEST_CASE("the access log says how the cache answered")
{
    CHECK(contains(line_for("Aspic; hit; ttl=60"), R"("cache":"hit")"));
    CHECK(contains(line_for("Aspic; hit; ttl=-3"), R"("cache":"stale")"));
    CHECK(contains(line_for("Aspic; hit; ttl=20; detail=stale-while-revalidate"),
                   R"("cache":"stale")"));
    CHECK(contains(line_for("Aspic; fwd=uri-miss; stored; ttl=60"), R"("cache":"miss")"));
    CHECK(contains(line_for("Aspic; fwd=bypass"), R"("cache":"bypass")"));
    CHECK(contains(line_for(""), R"("cache":"",)"));
    CHECK(contains(line_for(""), R"("status":200,"bytes":1,)"));
    CHECK(contains(line_for(""), R"("route":"/page")"));
}

TEST_CASE("a request that has a name already keeps it")
{
    LoggedRequest request;
    request.keep("", TrustedProxies{}, "late-1");
    CHECK(request.id() == "late-1");
    request.keep("", TrustedProxies{});
    CHECK(request.id() != "late-1");
    CHECK_FALSE(request.id().empty());
}
