#include <aspic/serving/new_connections.h>

#include <doctest/doctest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <atomic>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include <aspic/serving/listener.h>
#include "../support/fastcgi_client.h"
#include "../support/temporary_directory.h"
#include "../support/waiting.h"

using namespace aspic;
using support::eventually;
using Client = support::FastcgiClient;

namespace {

struct Socket {
    std::string path() const { return (directory / "socket").string(); }

    support::TemporaryDirectory directory;
    Listener listener{ListenAddress::parse("unix:" + path())};
    FileDescriptor epoll{::epoll_create1(EPOLL_CLOEXEC)};
    NewConnections connections{listener.descriptor(), epoll.get()};
};

/// Threads that take connections as those of the server do.
class Threads {
public:
    Threads(Socket& socket, std::size_t number, bool first_is_busy = false)
        : busy{first_is_busy}, socket_{socket}
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = stop_.get();
        REQUIRE(::epoll_ctl(socket.epoll.get(), EPOLL_CTL_ADD, stop_.get(), &event) == 0);
        for (std::size_t i = 0; i < number; ++i)
            threads_.emplace_back([this] { run(); });
    }
    ~Threads()
    {
        busy = false;
        busy.notify_all();
        CHECK(::eventfd_write(stop_.get(), 1) == 0);
        for (std::thread& thread : threads_)
            thread.join();
    }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

    std::atomic<std::size_t> wake_ups{0};
    std::atomic<std::size_t> taken{0};
    std::atomic<bool> busy;  // the thread that takes the first connection

private:
    void run()
    {
        for (;;) {
            if (socket_.connections.begin_wait()) {
                epoll_event event{};
                ::epoll_wait(socket_.epoll.get(), &event, 1, -1);
                socket_.connections.end_wait();
                if (event.data.fd == stop_.get()) return;
                ++wake_ups;
            }
            if (!socket_.connections.take().is_open()) continue;
            if (taken.fetch_add(1) == 0) busy.wait(true);
        }
    }

    Socket& socket_;
    FileDescriptor stop_{::eventfd(0, EFD_CLOEXEC)};
    std::vector<std::thread> threads_;
};

}  // namespace

TEST_CASE("a connection wakes one of several threads that wait")
{
    Socket socket;
    socket.connections.watch();
    const Threads threads{socket, 4};
    for (std::size_t i = 1; i <= 200; ++i) {
        const Client client{socket.path()};
        REQUIRE(eventually([&] { return threads.taken == i; }));
    }
    CHECK(threads.wake_ups < 250);
}

TEST_CASE("connections that come at once are all taken while one thread is busy")
{
    Socket socket;
    std::deque<Client> clients;
    for (int i = 0; i < 20; ++i)
        clients.emplace_back(socket.path());
    socket.connections.watch();  // one event for all of them
    const Threads threads{socket, 2, true};
    CHECK(eventually([&] { return threads.taken == 20; }));
}

TEST_CASE("a thread that was busy looks for connections before it waits")
{
    Socket socket;
    NewConnections& connections = socket.connections;
    CHECK_FALSE(connections.take().is_open());
    CHECK(connections.begin_wait());
    connections.end_wait();
    const Client one{socket.path()};
    const Client two{socket.path()};
    CHECK(connections.take().is_open());
    CHECK_FALSE(connections.begin_wait());
    CHECK(connections.take().is_open());
    CHECK_FALSE(connections.begin_wait());
    CHECK_FALSE(connections.take().is_open());
    CHECK(connections.begin_wait());
    // This thread is idle now, so another one finds out that there are no more.
    const Client three{socket.path()};
    CHECK(connections.take().is_open());
    connections.end_wait();
    CHECK(connections.begin_wait());
    connections.end_wait();
}
