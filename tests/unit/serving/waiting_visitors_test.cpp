// Visitors who wait for the rendering of another one.
#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <string>
#include <thread>

#include <aspic/serving/fastcgi_server.h>
#include <aspic/site/test_client.h>
#include "../support/fastcgi.h"
#include "../support/fastcgi_client.h"
#include "../support/gate.h"
#include "../support/message_of.h"
#include "../support/small_site.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using support::eventually;
using support::FastcgiClient;
using support::Gate;
using support::get_request;
using support::keep_connection;

namespace {

constexpr std::size_t visitors = 20;

struct Running {
    explicit Running(const Limits& limits = {}) : server{listener, client.application(), limits}
    {
        client.application().slots().limit(4);  // two for a route
        server.start(4);
    }
    ~Running() { gate.open(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    std::string path() const { return (directory / "socket").string(); }
    std::string answer(const std::string& target) const
    {
        const FastcgiClient connection{path()};
        connection.send(get_request(target));
        return connection.answer();
    }
    std::uint64_t waiting() const { return client.application().counters().waiting(); }

    /// One visitor renders a page that hangs, and many wait for it.
    std::deque<FastcgiClient> wait_for(const std::string& target)
    {
        std::deque<FastcgiClient> waiting_for_it;
        for (std::size_t i = 0; i <= visitors; ++i) {
            waiting_for_it.emplace_back(path());
            waiting_for_it.back().send(get_request(target, keep_connection));
            if (i == 0) REQUIRE(eventually([&] { return gate.waiting() == 1; }));
        }
        REQUIRE(eventually([&] { return waiting() == visitors; }));
        return waiting_for_it;
    }
    Response hang(std::string_view name)
    {
        ++renderings;
        if (name.starts_with("hang")) gate.wait();
        Response response = text("page " + std::string{name} + "\n");
        if (name == "hang-alone") response.headers.set("Set-Cookie", "a=1");
        return response;
    }

    Gate gate;
    std::atomic<int> renderings = 0;
    support::TemporaryDirectory directory;
    support::SmallTemplates templates;
    TestClient client{
        support::small_site(view<"/slow/<name>">(cache_page<1h>(
            [this](PublicRequest& /*request*/, std::string_view name) { return hang(name); }))),
        {.templates = templates.path()}};
    Listener listener{ListenAddress::parse("unix:" + path())};
    FastcgiServer server;
};

}  // namespace

TEST_CASE("visitors who wait for one rendering hold no thread and no slot, and all get its page")
{
    Running running;
    const auto waiting = running.wait_for("/slow/hang");
    CHECK(running.client.application().slots().taken() == 1);
    // Another page of this route, and one of another route.
    CHECK(contains(running.answer("/slow/other"), "page other"));
    CHECK(contains(running.answer("/cached/ls"), "<p>ls q=</p>"));
    CHECK(running.renderings == 2);
    running.gate.open();
    for (const FastcgiClient& visitor : waiting)
        CHECK(contains(visitor.answer(), "page hang\n"));
    CHECK(running.renderings == 2);
    CHECK(running.waiting() == 0);
    // Their connections go on.
    waiting.back().send(get_request("/slow/other", keep_connection));
    CHECK(contains(waiting.back().answer(), "page other"));
}

TEST_CASE("visitors who waited for an answer that is not shared get one each")
{
    Running running;
    const auto waiting = running.wait_for("/slow/hang-alone");
    running.gate.open();
    for (const FastcgiClient& visitor : waiting)
        CHECK(contains(visitor.answer(), "page hang-alone\n"));
    CHECK(running.renderings == visitors + 1);
}

TEST_CASE("visitors who wait for a rendering have a place among the parked connections only")
{
    Running running{{.most_parked = visitors}};
    const auto waiting = running.wait_for("/slow/hang");
    const std::string refused = running.answer("/slow/hang");
    CHECK(refused.starts_with("Status: 503"));
    CHECK(contains(refused, "Retry-After: "));
    CHECK(contains(running.answer("/cached/ls"), "<p>ls q=</p>"));
    running.gate.open();
    for (const FastcgiClient& visitor : waiting)
        CHECK(contains(visitor.answer(), "page hang\n"));
}

TEST_CASE("a visitor who goes while they wait for a rendering is forgotten")
{
    Running running;
    auto waiting = running.wait_for("/slow/hang");
    while (waiting.size() > 2)
        waiting.pop_back();
    CHECK(eventually([&] { return running.waiting() == 1; }));
    running.gate.open();
    for (const FastcgiClient& visitor : waiting)
        CHECK(contains(visitor.answer(), "page hang\n"));
}

TEST_CASE("a server that stops answers those who wait for a rendering first")
{
    Running running;
    const auto waiting = running.wait_for("/slow/hang");
    FastcgiServer::Unfinished unfinished;
    std::thread stops{[&] { unfinished = running.server.stop(60s); }};
    running.gate.open();
    for (const FastcgiClient& visitor : waiting)
        CHECK(contains(visitor.answer(), "page hang\n"));
    stops.join();
    CHECK(unfinished.parked == 0);
    CHECK(unfinished.running == 0);
}
