// Methods that the library does not know, and what a successful one invalidates.
#include <doctest/doctest.h>

#include <aspic/site/application.h>
#include <aspic/site/test_client.h>
#include "../support/cache_status.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::small_site;
using support::status_of;

namespace {

Headers own()
{
    Headers fields;
    fields.set("Sec-Fetch-Site", "same-origin");
    return fields;
}

/// Shelves with cached pages. Their other view answers every method, as the test says.
class Client : private support::SmallTemplates, public TestClient {
public:
    Client()
        : TestClient{small_site(view<"/shelf/<name>">(
                                    cache_page<1h>([](PublicRequest&, std::string_view name) {
                                        return support::show(name);
                                    })),
                                view<"/shelf/<name>">(allow<Method::post, Method::other>(
                                    [this](Request& request, std::string_view) {
                                        asked += std::string{request.method_name()} + ' ';
                                        return answer;
                                    })),
                                view<"/others">(allow<Method::other>([](Request& request) {
                                    return text(std::string{request.method_name()});
                                }))),
                     {.templates = path()}}
    {
    }
    /// True if the page was made before, and is not purged.
    bool is_kept(std::string_view target) { return contains(status_of(get(target)), "; hit"); }
    void keep(std::initializer_list<const char*> targets)
    {
        for (const auto* target : targets) {
            get(target);
            CHECK(is_kept(target));
        }
    }

    Response answer = text("done");
    std::string asked;
};

}  // namespace

TEST_CASE("an unknown method gives 404 without a page, and 501 if the page does not take it")
{
    Client client;
    for (const auto* method : {"BREW", "get", "PROPFIND", "TRACE"}) {
        CAPTURE(method);
        CHECK(client.send(method, "/nowhere", own()).status == 404);
        for (const auto* path : {"/", "/cached/a", "/in", "/_navigation", "/_live", "/_xray/off"}) {
            CAPTURE(path);
            const auto answer = client.send(method, path, own());
            CHECK(answer.status == 501);
            CHECK_FALSE(answer.headers.has("Allow"));
        }
        // It may come from anywhere: no view sees it.
        CHECK(client.send(method, "/", {}).status == 501);
    }
    CHECK(client.send("PUT", "/", own()).status == 405);
    CHECK(client.send("PUT", "/nowhere", own()).status == 404);
}

TEST_CASE("a method that is not a token is refused")
{
    Client client;
    for (const auto* method : {"", "B REW", "GET\r", "(", "\xc3\xa9"}) {
        CAPTURE(method);
        CHECK(client.send(method, "/shelf/a", own()).status == 400);
    }
    CHECK(client.asked.empty());
}

TEST_CASE("a view that allows other methods gets them with their names")
{
    Client client;
    CHECK(client.send("PROPFIND", "/shelf/a", own()).body == "done");
    CHECK(client.send("brew", "/shelf/a", own()).body == "done");
    CHECK(client.send("POST", "/shelf/a", own()).body == "done");
    CHECK(client.asked == "PROPFIND brew POST ");
    CHECK(client.send("PUT", "/shelf/a", own()).headers.get("Allow") == "GET, HEAD, POST");
    const auto get = client.get("/others");
    CHECK(get.status == 405);
    CHECK(get.headers.get("Allow") == "");
    CHECK(client.send("OPTIONS", "/others", {}).headers.get("Allow") == "OPTIONS");
}

TEST_CASE("TRACE and CONNECT reach no view, not even one that allows other methods")
{
    Client client;
    for (const auto* method : {"TRACE", "CONNECT"}) {
        CAPTURE(method);
        CHECK(client.send(method, "/shelf/a", own()).status == 501);
        CHECK(client.send(method, "/shelf/a", {}).status == 501);
    }
    CHECK(client.send("CONNECT", "example.org:443", {}).status == 501);
    CHECK(client.send("BREW", "example.org:443", {}).status == 400);
    CHECK(client.asked.empty());
}

TEST_CASE("an unknown method from another site reaches no view")
{
    Client client;
    Headers other;
    other.set("Sec-Fetch-Site", "cross-site");
    CHECK(client.send("BREW", "/shelf/a", other).status == 403);
    CHECK(client.asked.empty());
}

TEST_CASE("an unknown method purges the page at its path if it succeeds")
{
    Client client;
    client.keep({"/shelf/a", "/shelf/b"});
    client.answer = text("refused", 409);
    client.send("BREW", "/shelf/a", own());
    CHECK(client.is_kept("/shelf/a"));
    client.answer = text("done");
    client.send("BREW", "/shelf/a", own());
    CHECK_FALSE(client.is_kept("/shelf/a"));
    CHECK(client.is_kept("/shelf/b"));
}

TEST_CASE("what a successful answer names as changed is purged too")
{
    struct Row {
        const char* field;
        const char* value;
        int status;
        bool is_kept;
    };
    for (const Row& row :
         {Row{"Location", "/shelf/b", 201, false}, Row{"Location", "b?q=1#x", 200, false},
          Row{"Content-Location", "/shelf/b", 200, false},
          Row{"Content-Location", "http://localhost/shelf/b", 303, false},
          Row{"Location", "/shelf/b", 303, true},
          Row{"Location", "http://elsewhere.example/shelf/b", 201, true},
          Row{"Content-Location", "//elsewhere.example/shelf/b", 200, true},
          Row{"Content-Location", "/shelf/b", 409, true}, Row{"Location", "/nowhere", 201, true}}) {
        CAPTURE(row.value);
        CAPTURE(row.status);
        Client client;
        client.keep({"/shelf/b", "/shelf/c"});
        client.answer = text("done", row.status);
        client.answer.headers.set(row.field, row.value);
        client.send("POST", "/shelf/a", own());
        CHECK(client.is_kept("/shelf/b") == row.is_kept);
        CHECK(client.is_kept("/shelf/c"));
    }
}
