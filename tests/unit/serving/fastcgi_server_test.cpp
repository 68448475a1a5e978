// The server with its threads, over a socket as a front end uses it.
#include <aspic/serving/fastcgi_server.h>

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

#include <aspic/site/test_client.h>
#include "../support/fastcgi.h"
#include "../support/fastcgi_client.h"
#include "../support/message_of.h"
#include "../support/small_site.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::contains;
using Connection = support::FastcgiClient;
using support::request_bytes;

namespace {

struct Running {
    explicit Running(const Limits& limits = {}, std::size_t threads = 2)
        : client{support::small_site(), {.templates = templates.path()}},
          listener{ListenAddress::parse("unix:" + path())},
          server{listener, client.application(), limits}
    {
        server.start(threads);
    }
    std::string path() const { return (directory / "socket").string(); }

    support::TemporaryDirectory directory;
    support::SmallTemplates templates;
    TestClient client;
    Listener listener;
    FastcgiServer server;
};

std::string get(const std::string& target, char flags = 0)
{
    return support::get_request(target, flags);
}

}  // namespace

TEST_CASE("a request is answered, and its connection is closed")
{
    const Running running;
    const Connection connection{running.path()};
    connection.send(get("/cached/ls"));
    const std::string answer = connection.answer();
    CHECK(answer.starts_with("Status: 200 OK\r\n"));
    CHECK(contains(answer, "<p>ls q=</p>"));
    CHECK(connection.ends());
}

TEST_CASE("a connection that is kept serves one request after another")
{
    const Running running;
    const Connection connection{running.path()};
    for (const std::string name : {"a", "b", "c"}) {
        connection.send(get("/cached/" + name, support::keep_connection));
        CHECK(contains(connection.answer(), "<p>" + name + " q=</p>"));
    }
    connection.send(get("/nowhere"));
    CHECK(connection.answer().starts_with("Status: 404"));
    CHECK(connection.ends());
}

TEST_CASE("requests on kept connections are all answered, whichever threads get their events")
{
    const Running running{{}, 3};
    const auto ask = [&running] {
        const Connection connection{running.path()};
        for (int i = 0; i < 300; ++i) {
            const std::string bytes = get("/cached/ls", support::keep_connection);
            // In two pieces, so that the second may come as an event of its own.
            const std::size_t half = i % 2 == 0 ? bytes.size() : 8;
            connection.send(bytes.substr(0, half));
            if (half < bytes.size()) connection.send(bytes.substr(half));
            CHECK(contains(connection.answer(), "<p>ls q=</p>"));
        }
    };
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back(ask);
    for (std::thread& client : clients)
        client.join();
}

TEST_CASE("a request may come in pieces, while others are answered")
{
    const Running running;
    const Connection slow{running.path()};
    const std::string bytes = get("/cached/slow");
    slow.send(bytes.substr(0, 20));
    const Connection other{running.path()};
    other.send(get("/cached/other"));
    CHECK(contains(other.answer(), "<p>other q=</p>"));
    slow.send(bytes.substr(20));
    CHECK(contains(slow.answer(), "<p>slow q=</p>"));
}

TEST_CASE("a request that does not arrive in time is refused")
{
    const Running running{{.receive_time = 1ms}};
    const Connection connection{running.path()};
    const std::string bytes = get("/cached/ls");
    connection.send(bytes.substr(0, bytes.size() - 8));
    CHECK(connection.answer().starts_with("Status: 408"));
    CHECK(connection.ends());
}

TEST_CASE("a body over the limit is read, and refused")
{
    const Running running{{.most_body_bytes = 10}};
    const Connection connection{running.path()};
    connection.send(request_bytes(
        support::RequestParameters{{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/in"}},
        std::string(11, 'x')));
    CHECK(connection.answer().starts_with("Status: 413"));
}

TEST_CASE("data that is not a FastCGI request ends its connection, and no other")
{
    const Running running;
    const Connection broken{running.path()};
    broken.send("GET / HTTP/1.1\r\n\r\n");
    CHECK(broken.answer().empty());
    const Connection connection{running.path()};
    connection.send(get("/cached/ls"));
    CHECK(connection.answer().starts_with("Status: 200"));
}

TEST_CASE(
    "a server that stops answers the requests that have arrived, and counts those it cuts off")
{
    Running running{{}, 1};
    const Connection half{running.path()};
    half.send(get("/cached/ls").substr(0, 20));
    // The only thread takes them in order.
    const Connection whole{running.path()};
    whole.send(get("/cached/ls"));
    CHECK(whole.answer().starts_with("Status: 200"));
    const auto unfinished = running.server.stop(1ms);
    CHECK(unfinished.parked == 1);
    CHECK(unfinished.running == 0);
    CHECK(half.ends());
}

TEST_CASE("a server makes progress while one of its threads is free")
{
    Running running;
    CHECK(running.server.makes_progress());  // nothing was asked before
    CHECK(support::eventually([&] { return running.server.makes_progress(); }));
}
