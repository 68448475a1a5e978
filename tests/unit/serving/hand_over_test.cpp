// Connections that one process hands to the next: FastcgiServer::stop, adopt and watch_inbox.
#include <doctest/doctest.h>
#include <sys/eventfd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

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

Gate* gate_of_slow_view = nullptr;

Response wait_at_gate(Request& /*request*/)
{
    gate_of_slow_view->wait();
    return content("text/plain", "waited");
}

// Two servers on one listening socket, as an old and a new process are.
struct Two {
    explicit Two(std::size_t threads = 2) { old_server.start(threads); }

    std::string path() const { return (directory / "socket").string(); }
    /// Stops the old server, which hands its connections to the new one.
    FastcgiServer::Unfinished replace()
    {
        new_server.start(2);
        return old_server.stop(10s, [this](FileDescriptor& connection) {
            ++handed_over;
            // The kernel would give the other process a copy of the descriptor too.
            new_server.adopt(FileDescriptor{::dup(connection.get())});
            return true;
        });
    }

    support::TemporaryDirectory directory;
    support::SmallTemplates templates;
    TestClient client{support::small_site(view<"/waits">(wait_at_gate)),
                      {.templates = templates.path()}};
    Listener listener{ListenAddress::parse("unix:" + path())};
    FastcgiServer old_server{listener, client.application(), {}};
    FastcgiServer new_server{listener, client.application(), {}};
    std::atomic<int> handed_over{0};
};

// The only thread of the old server is in a view until `views` is opened.
struct BusyTwo {
    BusyTwo()
    {
        gate_of_slow_view = &views;
        busy.send(get_request("/waits"));
        REQUIRE(eventually([this] { return views.waiting() == 1; }));
    }

    Gate views;
    Two two{1};
    FastcgiClient busy{two.path()};
};

std::string kept_get()
{
    return get_request("/cached/ls", keep_connection);
}

}  // namespace

TEST_CASE("a kept connection goes on in the next process")
{
    Two two;
    const FastcgiClient connection{two.path()};
    connection.send(kept_get());
    CHECK(contains(connection.answer(), "<p>ls q=</p>"));
    const auto unfinished = two.replace();
    CHECK(unfinished.running + unfinished.parked == 0);
    CHECK(two.handed_over == 1);
    connection.send(kept_get());
    CHECK(contains(connection.answer(), "<p>ls q=</p>"));
}

TEST_CASE("a connection in use is handed over when its answer has been sent")
{
    Two two;
    const FastcgiClient connection{two.path()};
    const std::string bytes = kept_get();
    connection.send(bytes.substr(0, 20));
    // Another request is answered after that, so the first bytes have been read.
    const FastcgiClient other{two.path()};
    other.send(get_request("/cached/ls"));
    CHECK(contains(other.answer(), "<p>ls q=</p>"));
    std::thread replacing{[&two] { two.replace(); }};
    connection.send(bytes.substr(20));
    CHECK(contains(connection.answer(), "<p>ls q=</p>"));
    replacing.join();
    CHECK(two.handed_over == 1);
    connection.send(kept_get());
    CHECK(contains(connection.answer(), "<p>ls q=</p>"));
}

TEST_CASE("connections that wait while the only thread is busy are handed over, and it ends")
{
    BusyTwo both;
    Two& two = both.two;
    std::deque<FastcgiClient> waiting;
    for (int i = 0; i < 3; ++i)
        waiting.emplace_back(two.path()).send(get_request("/cached/ls"));
    std::thread replacing{[&two] {
        const auto unfinished = two.replace();
        CHECK(unfinished.running + unfinished.parked == 0);
    }};
    for (const FastcgiClient& one : waiting)
        CHECK(contains(one.answer(), "<p>ls q=</p>"));
    both.views.open();
    CHECK(contains(both.busy.answer(), "waited"));
    replacing.join();
}

TEST_CASE("a new connection is left to the next process")
{
    Two two;
    two.replace();
    const FastcgiClient connection{two.path()};
    connection.send(kept_get());
    CHECK(contains(connection.answer(), "<p>ls q=</p>"));
    CHECK(two.handed_over == 0);
}

TEST_CASE("a connection that waits for a busy thread is handed over at once")
{
    BusyTwo both;
    Two& two = both.two;
    const FastcgiClient waiting{two.path()};
    waiting.send(kept_get());
    two.old_server.accept_overlooked();
    std::thread replacing{[&two] { two.replace(); }};
    CHECK(eventually([&] { return two.handed_over == 1; }));
    CHECK(both.views.waiting() == 1);
    both.views.open();
    CHECK(contains(waiting.answer(), "<p>ls q=</p>"));
    CHECK(contains(both.busy.answer(), "waited"));
    replacing.join();
}

TEST_CASE("under load no request fails while connections are handed over")
{
    Two two;
    std::atomic<int> under_way{0};
    std::atomic<int> failed{0};
    std::atomic<bool> is_replaced{false};
    const auto ask = [&] {
        const FastcgiClient connection{two.path()};
        for (int i = 0; i < 200 || !is_replaced; ++i) {
            if (i == 50) ++under_way;
            connection.send(kept_get());
            if (!contains(connection.answer(), "<p>ls q=</p>")) ++failed;
        }
    };
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back(ask);
    CHECK(eventually([&] { return under_way == 4; }));
    two.replace();
    is_replaced = true;
    for (std::thread& client : clients)
        client.join();
    CHECK(failed == 0);
    CHECK(two.handed_over == 4);
}

TEST_CASE("connections that cannot be handed over are closed")
{
    Two two;
    std::array<FastcgiClient, 3> kept{FastcgiClient{two.path()}, FastcgiClient{two.path()},
                                      FastcgiClient{two.path()}};
    for (const FastcgiClient& connection : kept) {
        connection.send(kept_get());
        CHECK(contains(connection.answer(), "<p>ls q=</p>"));
    }
    int calls = 0;
    two.old_server.stop(10s, [&](FileDescriptor& /*connection*/) {
        ++calls;
        return false;
    });
    CHECK(calls == 1);
    for (const FastcgiClient& connection : kept)
        CHECK(connection.ends());
}

TEST_CASE("an adopted connection may have a request in it already")
{
    Two two;
    for (const std::string& bytes : {kept_get(), std::string{}}) {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
        const FastcgiClient client{FileDescriptor{ends[0]}};
        client.send(bytes);
        two.old_server.adopt(FileDescriptor{ends[1]});
        if (bytes.empty()) client.send(kept_get());
        CHECK(contains(client.answer(), "<p>ls q=</p>"));
    }
}

TEST_CASE("an inbox is read by one thread at a time, as long as something is in it")
{
    Two two;
    const FileDescriptor inbox{::eventfd(5, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC)};
    std::mutex mutex;
    std::condition_variable changed;
    int reads = 0;
    std::atomic<int> readers{0};
    std::atomic<bool> had_two{false};
    two.new_server.watch_inbox(inbox.get(), [&] {
        if (readers.fetch_add(1) != 0) had_two.store(true);
        std::uint64_t one = 0;
        CHECK(::read(inbox.get(), &one, sizeof one) == sizeof one);
        readers.fetch_sub(1);
        const std::lock_guard lock{mutex};
        ++reads;
        changed.notify_all();
    });
    two.new_server.start(2);
    std::unique_lock lock{mutex};
    CHECK(changed.wait_for(lock, 60s, [&] { return reads == 5; }));
    CHECK_FALSE(had_two.load());
    lock.unlock();
    two.new_server.stop(10s);
}

TEST_CASE("an inbox whose other end was closed is read for the last time")
{
    Two two;
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0);
    const FileDescriptor inbox{ends[0]};
    std::atomic<int> reads{0};
    two.new_server.watch_inbox(inbox.get(), [&] { ++reads; });
    two.new_server.start(2);
    FileDescriptor{ends[1]}.close();
    while (reads == 0)
        std::this_thread::yield();
    two.new_server.stop(10s);
    CHECK(reads == 1);
}
