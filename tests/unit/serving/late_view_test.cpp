// Views that take longer than limits.view_time.
#include <doctest/doctest.h>

#include <string>
#include <thread>

#include <aspic/serving/fastcgi_server.h>
#include <aspic/site/test_client.h>
#include "../support/captured_log.h"
#include "../support/fastcgi.h"
#include "../support/fastcgi_client.h"
#include "../support/gate.h"
#include "../support/message_of.h"
#include "../support/small_site.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::FastcgiClient;
using support::Gate;
using support::get_request;
using support::keep_connection;

namespace {

Gate* gate = nullptr;

Response hang(Request& /*request*/)
{
    gate->wait();
    return text("late\n");
}

Response cached_hang(PublicRequest& /*request*/, std::string_view name)
{
    gate->wait();
    return text("late " + std::string{name} + "\n");
}

struct Running {
    explicit Running(std::size_t threads = 4, std::chrono::milliseconds view_time = 100ms)
        : server{listener, client.application(), Limits{.view_time = view_time}}
    {
        gate = &views;
        client.application().slots().limit(threads);
        server.start(threads);
    }
    ~Running() { views.open(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    std::string path() const { return (directory / "socket").string(); }
    std::string answer(const std::string& target) const
    {
        const FastcgiClient connection{path()};
        connection.send(get_request(target));
        return connection.answer();
    }
    std::size_t taken() const { return client.application().slots().taken(); }

    Gate views;
    support::TemporaryDirectory directory;
    support::SmallTemplates templates;
    TestClient client{
        support::small_site(view<"/hang">(hang), view<"/slow/<name>">(cache_page<1h>(cached_hang))),
        {.templates = templates.path()}};
    Listener listener{ListenAddress::parse("unix:" + path())};
    FastcgiServer server;
};

}  // namespace

TEST_CASE("a view that takes too long is answered 504, and its connection goes on")
{
    Running running;
    const FastcgiClient connection{running.path()};
    connection.send(get_request("/hang", keep_connection));
    CHECK(connection.answer().starts_with("Status: 504"));
    CHECK(running.server.needs_replacement());
    CHECK(running.taken() == 0);
    connection.send(get_request("/cached/ls", keep_connection));
    CHECK(contains(connection.answer(), "<p>ls q=</p>"));
    // Its late answer is for nobody.
    running.views.open();
    while (running.views.waiting() > 0)
        std::this_thread::yield();
    connection.send(get_request("/cached/other", keep_connection));
    CHECK(contains(connection.answer(), "<p>other q=</p>"));
    CHECK(running.taken() == 0);
}

TEST_CASE("the place of a thread that was given up is taken by another")
{
    Running running{2};
    // With two threads one may run views. Without a new thread, only one would be left.
    CHECK(running.answer("/hang").starts_with("Status: 504"));
    CHECK(running.answer("/hang").starts_with("Status: 504"));
    CHECK(running.views.waiting() == 2);
    CHECK(contains(running.answer("/cached/ls"), "<p>ls q=</p>"));
}

TEST_CASE("who waits for the slot of a view that takes too long gets it")
{
    Running running{2};  // one slot
    const FastcgiClient first{running.path()};
    const FastcgiClient second{running.path()};
    first.send(get_request("/hang"));
    while (running.views.waiting() < 1)
        std::this_thread::yield();
    second.send(get_request("/hang"));
    CHECK(first.answer().starts_with("Status: 504"));
    CHECK(second.answer().starts_with("Status: 504"));
    CHECK(running.views.waiting() == 2);
}

TEST_CASE("a page whose view takes too long has failed: its next visitors get a 504 at once")
{
    Running running;
    CHECK(running.answer("/slow/a").starts_with("Status: 504"));
    CHECK(running.views.waiting() == 1);
    const std::string again = running.answer("/slow/a");
    CHECK(again.starts_with("Status: 504"));
    CHECK(contains(again, "Retry-After: "));
    CHECK(running.views.waiting() == 1);
}

TEST_CASE("those who wait for a rendering that takes too long are let go with it")
{
    Running running{8, 300ms};
    const FastcgiClient first{running.path()};
    const FastcgiClient second{running.path()};
    first.send(get_request("/slow/a"));
    second.send(get_request("/slow/a"));
    CHECK(first.answer().starts_with("Status: 504"));
    CHECK(second.answer().starts_with("Status: 504"));
    CHECK(running.views.waiting() == 1);
    CHECK(running.taken() == 0);
}

TEST_CASE("at most as many threads are given up as there are")
{
    Running running{2};
    CHECK(contains(running.answer("/cached/ls"), "<p>ls q=</p>"));
    CHECK(running.answer("/hang").starts_with("Status: 504"));
    CHECK(running.answer("/hang").starts_with("Status: 504"));
    const FastcgiClient third{running.path()};
    third.send(get_request("/hang"));
    while (running.views.waiting() < 3)
        std::this_thread::yield();
    // It is served when its view returns, as without a limit.
    CHECK(contains(running.answer("/cached/ls"), "<p>ls q=</p>"));
    running.views.open();
    CHECK(contains(third.answer(), "late"));
}

TEST_CASE("the log names the request whose view takes too long")
{
    const support::CapturedLog log;
    Running running;
    const FastcgiClient connection{running.path()};
    connection.send(support::request_bytes(
        support::RequestParameters{{"REQUEST_METHOD", "GET"},
                                   {"REQUEST_URI", "/hang?secret"},
                                   {"HTTP_HOST", "a"},
                                   {"HTTP_X_REQUEST_ID", "from-the-front-end"}}));
    CHECK(connection.answer().starts_with("Status: 504"));
    CHECK(contains(log.text(), "path=/hang request=from-the-front-end ms="));
}
