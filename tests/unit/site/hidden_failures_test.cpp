// Without debug mode, nothing of an exception is in an answer. The log has it, with the id that the
// answer shows.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <aspic/site/stream.h>
#include <aspic/site/test_client.h>
#include "../support/captured_log.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;

namespace {

[[noreturn]] void fail_with_secrets()
{
    try {
        throw std::runtime_error{"secret-cause"};
    } catch (...) {
        std::throw_with_nested(std::runtime_error{"secret-password"});
    }
}

Site site_with_secrets()
{
    return support::small_site(
        view<"/page">(
            allow<Method::get, Method::post>([](Request&) -> Page { fail_with_secrets(); })),
        view<"/kept">(cache_page<1h>([](PublicRequest&) -> Page { fail_with_secrets(); })),
        view<"/incomplete">([](Request&) {
            Page page{"page.tpl"};
            page.set("TEX", "secret-value");
            return page;
        }),
        view<"/stream">([](Request&) {
            return Stream{"text/plain",
                          []() -> std::optional<std::string> { fail_with_secrets(); }};
        }),
        view<"/holed">([](Request&) { return Page{"holed.tpl"}; }),
        view<"/_failing">([](Request&) -> Fragment { fail_with_secrets(); }));
}

class ClientOfSecrets : private support::SmallTemplates, public TestClient {
public:
    ClientOfSecrets() : TestClient{site_with_secrets(), {.templates = with_hole()}} {}

private:
    const std::filesystem::path& with_hole() const
    {
        write("holed.tpl", "[{{LIVE:x-live=/_failing}}]");
        return path();
    }
};

}  // namespace

TEST_CASE("without debug mode no form of an answer has anything of an exception")
{
    ClientOfSecrets client;
    for (const char* path : {"/page", "/kept", "/kept", "/incomplete", "/stream", "/_failing",
                             "/holed", "/_live?page=/holed&fragment=/_failing"}) {
        for (const char* accept : {"text/html", "application/json", "*/*"}) {
            CAPTURE(path);
            CAPTURE(accept);
            Headers fields;
            fields.set("Accept", accept);
            const auto answer = client.get(path, fields);
            for (const char* hidden : {"secret", "runtime_error", "TemplateError", "page.tpl",
                                       "_test.cpp", "What to do", "Routes of this site"})
                CHECK_FALSE(contains(answer.body, hidden));
            for (const auto& [name, value] : answer.headers)
                CHECK_FALSE(contains(value, "secret"));
        }
    }
    CHECK_FALSE(contains(client.post("/page", {{"a", "1"}}).body, "secret"));
    Headers html;
    html.set("Accept", "text/html");
    for (const char* path : {"/pag", "/in"})
        CHECK_FALSE(contains(client.get(path, html).body, "/page"));
}

TEST_CASE("the page, the JSON, the field and the log have the same id")
{
    ClientOfSecrets client;
    for (const char* path : {"/page", "/incomplete", "/stream", "/_failing"}) {
        for (const char* accept : {"text/html", "application/json"}) {
            CAPTURE(path);
            Headers fields;
            fields.set("Accept", accept);
            const support::CapturedLog log;
            const auto answer = client.get(path, fields);
            CHECK(answer.status == 500);
            const std::string id{answer.headers.get("X-Request-Id").value_or("")};
            REQUIRE_FALSE(id.empty());
            CHECK(contains(answer.body, id));
            CHECK(contains(log.text(), "a request failed path=" + std::string{path}));
            CHECK(contains(log.text(), "request=" + id + " exception="));
            if (path != std::string_view{"/incomplete"})
                CHECK(contains(log.text(), "secret-password; because of std::runtime_error"));
        }
    }
}

TEST_CASE("a failure that is kept shows each visitor the id of their own request")
{
    ClientOfSecrets client;
    const auto first = client.get("/kept");
    const auto second = client.get("/kept");
    CHECK(contains(first.body, first.headers.get("X-Request-Id").value()));
    CHECK(contains(second.body, second.headers.get("X-Request-Id").value()));
    CHECK_FALSE(contains(second.body, first.headers.get("X-Request-Id").value()));
}

TEST_CASE("the error page of the shipped site shows the id")
{
    const support::SmallTemplates templates;
    std::ifstream in{std::filesystem::path{ASPIC_SOURCE_DIR} / "templates" / "error.tpl"};
    templates.write_as_is("error.tpl", std::string{std::istreambuf_iterator<char>{in}, {}});
    templates.write("holed.tpl", "");
    TestClient client{site_with_secrets(), {.templates = templates.path()}};
    const auto failed = client.get("/page");
    CHECK(contains(failed.body,
                   "<code>" + std::string{failed.headers.get("X-Request-Id").value()} + "</code>"));
    CHECK_FALSE(contains(client.get("/nowhere").body, "<code>"));
}
