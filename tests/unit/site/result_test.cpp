#include <aspic/site/result.h>

#include <doctest/doctest.h>

#include <aspic/site/cache_page.h>
#include "../support/message_of.h"
#include "../support/request_for.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::message_of;

namespace {

FromCache from_cache()
{
    const auto view = cache_page<1h>([](PublicRequest&) { return Page{"x"}; });
    Request request = support::request_for("/");
    return view(request);
}

}  // namespace

TEST_CASE("a result is made from any answer, and returns it")
{
    CHECK(std::get<Response>(Result{text("a")}.answer()).body == "a");
    CHECK(std::get<Page>(Result{Page{"b"}}.answer()).template_name() == "b");
    CHECK(std::get<Fragment>(Result{Answer{Fragment{"c"}}}.answer()).template_name() == "c");
    CHECK(
        std::get<Page>(Result{std::variant<Response, Page>{Page{"d"}}}.answer()).template_name() ==
        "d");
    CHECK(Result{text("a")}.from_cache() == nullptr);
    CHECK(Result{from_cache()}.from_cache() != nullptr);
    CHECK_THROWS_AS(Result{from_cache()}.answer(), std::logic_error);
}

TEST_CASE("a field is set in every kind of result")
{
    const auto with_field = [](Result result) {
        result.header("X-A", "1");
        result.header("X-A", "2");
        return result;
    };
    CHECK(std::get<Response>(with_field(text("a")).answer()).headers.joined("X-A") == "2");
    CHECK(std::get<Page>(with_field(Page{"b"}).answer()).headers().joined("X-A") == "2");
    CHECK(with_field(Fragment{"c"}).fields().joined("X-A") == "2");
    CHECK(with_field(from_cache()).from_cache()->fields().joined("X-A") == "2");
}

TEST_CASE("a field that controls caching cannot be set from outside")
{
    for (const auto* name : {"Set-Cookie",
                             "cache-control",
                             "Vary",
                             "ETag",
                             "Content-Length",
                             "Content-Type",
                             "Status",
                             "Location",
                             "Cache-Status",
                             "Content-Security-Policy",
                             "X-Accel-Expires",
                             "X-Sendfile",
                             "x-lighttpd-send-file",
                             "Example-CDN-Cache-Control",
                             "Aspic-Cache-Control",
                             "connection",
                             "Keep-Alive",
                             "TE",
                             "Trailer",
                             "Transfer-Encoding",
                             "Upgrade",
                             "Proxy-Authenticate",
                             "Proxy-Connection"}) {
        CAPTURE(name);
        Result result{from_cache()};
        const std::string why =
            message_of<std::invalid_argument>([&] { result.header(name, "x"); });
        CHECK(contains(why, "a decorator around a cached page cannot set " + std::string{name}));
    }
    Result own{text("a")};
    own.header("Set-Cookie", "a=1");
    CHECK(std::get<Response>(std::move(own).answer()).headers.has("Set-Cookie"));
    Result result{from_cache()};
    CHECK_THROWS_AS(result.header("X-A", "1\r\nSet-Cookie: a=1"), std::invalid_argument);
}
