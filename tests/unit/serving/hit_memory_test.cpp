// The memory that a hit needs, from the bytes of the request to those of the answer.
#include <doctest/doctest.h>

#include <string>

#include <aspic/serving/fastcgi_server.h>
#include <aspic/site/test_client.h>
#include "../support/allocations.h"
#include "../support/fastcgi.h"
#include "../support/fastcgi_client.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using support::contains;
using support::FastcgiClient;

#ifdef ASPIC_COUNTS_ALLOCATIONS

namespace {

constexpr int requests = 20;

Page long_page(PublicRequest& /*request*/, std::string_view name)
{
    return support::show(std::string(5000, 'a').append(name));
}

// One thread, so that it is the same one that has warmed up.
struct Running {
    Running() { server.start(1); }

    std::string path() const { return (directory / "socket").string(); }

    support::TemporaryDirectory directory;
    support::SmallTemplates templates;
    TestClient client{
        support::small_site(view<"/long/<name>">(cache_page<std::chrono::hours{1}>(long_page))),
        {.templates = templates.path()}};
    Listener listener{ListenAddress::parse("unix:" + path())};
    FastcgiServer server{listener, client.application(), {}};
};

// As many fields as a browser sends; the names are longer than what a string holds by itself.
std::string request_of_browser(const support::RequestParameters& more, char flags)
{
    support::RequestParameters all{
        {"REQUEST_METHOD", "GET"},
        {"REQUEST_URI", "/long/a-name-that-is-longer-than-most?utm_source=elsewhere"},
        {"SERVER_PROTOCOL", "HTTP/1.1"},
        {"REMOTE_ADDR", "2001:db8:0:1:1:1:1:1"},
        {"QUERY_STRING", ""},
        {"HTTP_HOST", "manual.example.org"},
        {"HTTP_USER_AGENT", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101"},
        {"HTTP_ACCEPT", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
        {"HTTP_ACCEPT_LANGUAGE", "en-GB,en;q=0.7,de;q=0.3"},
        {"HTTP_SEC_FETCH_DEST", "document"},
        {"HTTP_SEC_FETCH_MODE", "navigate"},
        {"HTTP_SEC_FETCH_SITE", "same-origin"}};
    all.insert(all.end(), more.begin(), more.end());
    return support::request_bytes(all, "", flags);
}

// Each answer must begin with `status` and contain `text`.
std::size_t allocations_of_hits(const Running& running, const support::RequestParameters& more,
                                std::string_view status, std::string_view text)
{
    const std::string last = request_of_browser(more, 0);
    const std::string kept = request_of_browser(more, support::keep_connection);
    const FastcgiClient connection{running.path()};
    const auto ask = [&](const FastcgiClient& by, const std::string& request) {
        by.send(request);
        const std::string answer = by.answer();
        CHECK(answer.starts_with(status));
        CHECK(contains(answer, text));
    };
    const auto ask_on_both = [&] {
        ask(connection, kept);
        const FastcgiClient new_connection{running.path()};
        ask(new_connection, last);
        CHECK(new_connection.ends());
    };
    connection.send(kept);
    CHECK(connection.answer().starts_with(status));  // perhaps not a hit yet
    for (int i = 0; i < 3; ++i)
        ask_on_both();
    const support::AllocationsOfOthers allocations;
    for (int i = 0; i < requests; ++i)
        ask_on_both();
    return allocations.count();
}

}  // namespace

TEST_CASE("a hit in memory allocates nothing, on kept connections and on new ones")
{
    const Running running;
    CHECK(allocations_of_hits(running, {}, "Status: 200", "Cache-Status: Aspic; hit") == 0);
    CHECK(allocations_of_hits(running, {{"HTTP_ACCEPT_ENCODING", "gzip, deflate, br"}},
                              "Status: 200", "Content-Encoding: br") == 0);
    CHECK(allocations_of_hits(running, {{"HTTP_IF_NONE_MATCH", "*"}}, "Status: 304",
                              "Cache-Status: Aspic; hit") == 0);
}

TEST_CASE("a request that is not answered from memory allocates, and is counted")
{
    const Running running;
    const FastcgiClient connection{running.path()};
    const support::AllocationsOfOthers allocations;
    connection.send(support::get_request("/long/new", support::keep_connection));
    CHECK(connection.answer().starts_with("Status: 200"));
    CHECK(allocations.count() > 10);
}

#endif
