#include <aspic/site/stream.h>

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include <aspic/http/errors.h>
#include <aspic/site/cache_page.h>
#include <aspic/site/test_client.h>
#include <aspic/site/view.h>
#include "../support/template_directory.h"

using namespace aspic;
using namespace std::chrono_literals;

namespace {

Stream counted(int pieces)
{
    // A function that can only be moved.
    return Stream{"text/csv",
                  [left = std::make_unique<int>(pieces)]() -> std::optional<std::string> {
                      if (*left == 0) return {};
                      return std::to_string((*left)--) + "\n";
                  }};
}

struct Client {
    explicit Client(const Site& site) : client{site, {.templates = templates.path()}} {}
    support::TemplateDirectory templates{{}};
    TestClient client;
};

}  // namespace

TEST_CASE("a stream is its pieces, without a length")
{
    const Site site{view<"/">([](Request&) { return counted(3); })};
    Client one{site};
    const TestResponse answer = one.client.get("/");
    CHECK(answer.body == "3\n2\n1\n");
    CHECK(answer.headers.joined("Content-Type") == "text/csv");
    CHECK_FALSE(answer.headers.has("Content-Length"));
    CHECK_FALSE(answer.headers.has("ETag"));
    CHECK(answer.headers.joined("X-Content-Type-Options") == "nosniff");
    CHECK(answer.headers.joined("Cache-Control") == "private, no-cache");
}

TEST_CASE("a stream may promise its length, and set its fields")
{
    const Site site{view<"/">([](Request&) {
        Stream stream = counted(3);
        stream.status(203);
        stream.length(6);
        stream.header("Content-Disposition", "attachment");
        return stream;
    })};
    Client one{site};
    const TestResponse answer = one.client.send(Method::head, "/", {});
    CHECK(answer.status == 203);
    CHECK(answer.headers.joined("Content-Length") == "6");
    CHECK(answer.headers.joined("Content-Disposition") == "attachment");
    CHECK(answer.body.empty());
}

TEST_CASE("a stream whose first piece fails is an error page, as if its view had thrown")
{
    const Site site{view<"/throws">([](Request&) {
                        return Stream{"text/csv", []() -> std::optional<std::string> {
                                          throw std::runtime_error{"the rows have gone"};
                                      }};
                    }),
                    view<"/refuses">([](Request&) {
                        return Stream{"text/csv", []() -> std::optional<std::string> {
                                          throw NotFound{"no rows"};
                                      }};
                    }),
                    view<"/cached">(cache_page<1h>([](PublicRequest&) -> Result {
                        return Stream{"text/csv", []() -> std::optional<std::string> { throw 42; }};
                    })),
                    view<"/empty">([](Request&) { return counted(0); }),
                    view<"/promises/<int:bytes>">([](Request&, int bytes) {
                        Stream stream = counted(1);
                        stream.length(static_cast<std::uint64_t>(bytes));
                        return stream;
                    })};
    Client one{site};
    const TestResponse failed = one.client.get("/throws");
    CHECK(failed.status == 500);
    CHECK(failed.headers.joined("Content-Type") == "text/html; charset=utf-8");
    CHECK(failed.headers.has("X-Request-Id"));
    CHECK(failed.body.find("rows") == std::string::npos);
    CHECK(one.client.send(Method::head, "/throws", {}).status == 200);
    CHECK(one.client.get("/refuses").status == 404);
    CHECK(one.client.get("/cached").status == 500);
    CHECK(one.client.get("/empty").status == 200);
    CHECK(one.client.get("/empty").body.empty());
    CHECK(one.client.get("/promises/1").status == 500);
    CHECK(one.client.get("/promises/2").body == "1\n");
    CHECK_THROWS_AS(one.client.get("/promises/3"), std::runtime_error);  // too late for a page
}

TEST_CASE("a stream is one answer of several, and is never in the page cache")
{
    int made = 0;
    const Site site{
        view<"/either">([](Request& request) -> std::variant<Response, Stream> {
            if (request.query("none")) return text("none");
            return counted(1);
        }),
        view<"/kept">(cache_page<1h>([&](PublicRequest&) -> Result { return counted(++made); }))};
    Client one{site};
    CHECK(one.client.get("/either").body == "1\n");
    CHECK(one.client.get("/either?none=1").body == "none");
    const TestResponse first = one.client.get("/kept");
    CHECK(first.body == "1\n");
    CHECK(first.headers.joined("Cache-Status")->find("sent-in-pieces") != std::string::npos);
    CHECK(one.client.get("/kept").body == "2\n1\n");
}
