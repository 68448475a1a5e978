#include <aspic/serving/parked_connections.h>

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>

using namespace aspic;
using namespace std::chrono_literals;
using WaitsFor = ParkedConnection::WaitsFor;

namespace {

const Limits limits{};
const ParkedConnection::Clock::time_point start{};

struct Rendering : Completion {
    Rendering() : Completion{1s} {}
    using Completion::complete;
};

struct Parking {
    explicit Parking(std::size_t most = 100, std::size_t most_bytes = 1'000'000)
        : parked{epoll.get(), timer.get(), most, most_bytes}
    {
    }

    /// Returns a connection with `peer` as its client.
    ParkedConnections::Parked connection(WaitsFor waits_for, FileDescriptor& peer)
    {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
        auto one = std::make_unique<ParkedConnection>();
        one->connection = FileDescriptor{ends[0]};
        one->waits_for = waits_for;
        one->deadline = start + 1s;
        one->request = std::make_unique<ReceivedRequest>(limits);
        peer = FileDescriptor{ends[1]};
        return one;
    }
    /// Parks a connection, and returns its descriptor.
    int park(WaitsFor waits_for, std::size_t work = 0)
    {
        auto one = connection(waits_for, peers.emplace_back());
        one->work = work;
        const int descriptor = one->connection.get();
        CHECK(parked.park(std::move(one)) == nullptr);
        return descriptor;
    }
    /// Parks a connection that waits for this rendering.
    int park(const std::shared_ptr<Rendering>& rendering)
    {
        auto one = connection(WaitsFor::rendering, peers.emplace_back());
        one->rendering = rendering;
        const int descriptor = one->connection.get();
        CHECK(parked.park(std::move(one)) == nullptr);
        return descriptor;
    }
    /// Returns the tickets of the connections that are ready.
    std::vector<std::uint64_t> ready() const
    {
        std::array<epoll_event, 10> events{};
        const int count = ::epoll_wait(epoll.get(), events.data(), events.size(), 0);
        std::vector<std::uint64_t> tickets;
        for (int i = 0; i < count; ++i) {
            // A copy: epoll_event is packed, so a reference into it may be misaligned.
            const std::uint64_t ticket = events.at(static_cast<std::size_t>(i)).data.u64;
            tickets.push_back(ticket);
        }
        return tickets;
    }
    bool timer_runs() const
    {
        itimerspec left{};
        ::timerfd_gettime(timer.get(), &left);
        return left.it_interval.tv_nsec > 0;
    }

    FileDescriptor epoll{::epoll_create1(EPOLL_CLOEXEC)};
    FileDescriptor timer{::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)};
    std::vector<FileDescriptor> peers;
    ParkedConnections parked;
};

int descriptor_of(const ParkedConnections::Parked& one)
{
    return one == nullptr ? -1 : one->connection.get();
}

constexpr auto yes = [](std::size_t) { return true; };
constexpr auto no = [](std::size_t) { return false; };
const ParkedConnections::FreeSlots always{.here = yes, .elsewhere = no};
const ParkedConnections::FreeSlots elsewhere{.here = no, .elsewhere = yes};
const ParkedConnections::FreeSlots never{.here = no, .elsewhere = no};

}  // namespace

TEST_CASE("a connection that waits for its request is ready when more of it arrives")
{
    Parking parking;
    const int descriptor = parking.park(WaitsFor::rest_of_request);
    CHECK(parking.ready().empty());
    REQUIRE(::write(parking.peers[0].get(), "x", 1) == 1);
    const auto tickets = parking.ready();
    REQUIRE(tickets.size() == 1);
    CHECK(ParkedConnections::is_ticket(tickets[0]));
    CHECK_FALSE(ParkedConnections::is_ticket(static_cast<std::uint64_t>(descriptor)));
    CHECK(descriptor_of(parking.parked.take(tickets[0])) == descriptor);
    CHECK(parking.parked.take(tickets[0]) == nullptr);
    CHECK(parking.parked.count() == 0);
}

TEST_CASE("a connection that waits for its reader is ready when there is room to send")
{
    Parking parking;
    parking.park(WaitsFor::reader);
    CHECK(parking.ready().size() == 1);
}

TEST_CASE("a connection that waits for a slot is ready only when its client has gone")
{
    Parking parking;
    parking.park(WaitsFor::slot);
    REQUIRE(::write(parking.peers[0].get(), "x", 1) == 1);
    CHECK(parking.ready().empty());
    parking.peers[0].close();
    CHECK(parking.ready().size() == 1);
}

TEST_CASE("expired connections are taken out, and the timer runs while others are left")
{
    Parking parking;
    CHECK_FALSE(parking.timer_runs());
    const int first = parking.park(WaitsFor::rest_of_request);
    auto later = parking.connection(WaitsFor::slot, parking.peers.emplace_back());
    later->deadline = start + 2s;
    parking.parked.park(std::move(later));
    CHECK(parking.timer_runs());
    CHECK(parking.parked.take_expired(start + 999ms) == nullptr);
    CHECK(descriptor_of(parking.parked.take_expired(start + 1s)) == first);
    CHECK(parking.parked.take_expired(start + 1s) == nullptr);
    CHECK(parking.timer_runs());
    CHECK(parking.parked.take_expired(start + 2s) != nullptr);
    CHECK_FALSE(parking.timer_runs());
}

TEST_CASE("over the limit, the connection that has waited longest for its client is removed")
{
    Parking parking{3};
    const int slot = parking.park(WaitsFor::slot);
    const int first = parking.park(WaitsFor::rest_of_request);
    parking.park(WaitsFor::reader);
    FileDescriptor peer;
    CHECK(descriptor_of(parking.parked.park(parking.connection(WaitsFor::reader, peer))) == first);
    CHECK(parking.parked.count() == 3);
    CHECK(descriptor_of(parking.parked.take_waiting(always)) == slot);
}

TEST_CASE("the bytes of parked connections are limited too")
{
    Parking parking{100, 100'000};
    const int first = parking.park(WaitsFor::rest_of_request);
    FileDescriptor peer;
    auto large = parking.connection(WaitsFor::rest_of_request, peer);
    large->request->content.body.assign(100'000, 'x');
    CHECK(descriptor_of(parking.parked.park(std::move(large))) == first);
}

TEST_CASE("kinds of work take turns, each in the order of arrival")
{
    Parking parking{3};
    const int one = parking.park(WaitsFor::slot, 1);
    const int another = parking.park(WaitsFor::slot, 1);
    CHECK(parking.parked.has_room());
    const int other = parking.park(WaitsFor::slot, 2);
    CHECK_FALSE(parking.parked.has_room());
    CHECK(parking.parked.waiting_for_us() == 3);
    CHECK(parking.parked.take_waiting(never) == nullptr);
    CHECK(descriptor_of(parking.parked.take_waiting(always)) == one);
    CHECK(descriptor_of(parking.parked.take_waiting(always)) == other);
    CHECK(descriptor_of(parking.parked.take_waiting(always)) == another);
    CHECK(parking.parked.take_waiting(always) == nullptr);
}

TEST_CASE("a kind of work without a free slot does not block another kind")
{
    Parking parking;
    parking.park(WaitsFor::slot, 1);
    const int other = parking.park(WaitsFor::slot, 2);
    const ParkedConnections::FreeSlots only_second{
        .here = [](std::size_t work) { return work == 2; }, .elsewhere = no};
    CHECK(descriptor_of(parking.parked.take_waiting(only_second)) == other);
    CHECK(parking.parked.take_waiting(only_second) == nullptr);
    CHECK(parking.parked.waiting_for_us() == 1);
    CHECK(parking.parked.take_all().size() == 1);
    CHECK(parking.parked.count() == 0);
    CHECK(parking.parked.waiting_for_us() == 0);
}

TEST_CASE("a slot elsewhere is for the first connection that may move")
{
    Parking parking;
    auto with_body = parking.connection(WaitsFor::slot, parking.peers.emplace_back());
    with_body->request->stored_body = Body{"large"};
    const int staying = with_body->connection.get();
    parking.parked.park(std::move(with_body));
    auto stream = parking.connection(WaitsFor::slot, parking.peers.emplace_back());
    stream->request.reset();
    parking.parked.park(std::move(stream));
    auto moved = parking.connection(WaitsFor::slot, parking.peers.emplace_back());
    moved->moves = ParkedConnection::most_moves;
    parking.parked.park(std::move(moved));
    CHECK(parking.parked.take_waiting(elsewhere) == nullptr);
    const int moving = parking.park(WaitsFor::slot);
    CHECK(descriptor_of(parking.parked.take_waiting(elsewhere)) == moving);
    CHECK(parking.parked.take_waiting(elsewhere) == nullptr);
    CHECK(descriptor_of(parking.parked.take_waiting(always)) == staying);
}

TEST_CASE("connections that wait for a rendering are served when it is complete, without a slot")
{
    Parking parking;
    const auto first = std::make_shared<Rendering>();
    const auto second = std::make_shared<Rendering>();
    const int one = parking.park(first);
    const int other = parking.park(second);
    const int another = parking.park(first);
    CHECK(parking.parked.waiting_for_us() == 3);
    CHECK(parking.parked.servable() == 0);
    CHECK(parking.parked.wake(1) == 0);
    CHECK(parking.parked.take_waiting(always) == nullptr);
    first->complete();
    // Nobody has said that one is complete.
    CHECK(parking.parked.wake(1) == 0);
    CHECK(parking.parked.wake(2) == 2);
    CHECK(parking.parked.servable() == 2);
    CHECK(parking.parked.waiting_for_us() == 3);
    CHECK(descriptor_of(parking.parked.take_waiting(never)) == one);
    CHECK(descriptor_of(parking.parked.take_waiting(never)) == another);
    CHECK(parking.parked.take_waiting(never) == nullptr);
    second->complete();
    CHECK(parking.parked.wake(3) == 1);
    CHECK(descriptor_of(parking.parked.take_waiting(never)) == other);
    CHECK(parking.parked.waiting_for_us() == 0);
}

TEST_CASE("a rendering that completes before its connection is parked wakes it too")
{
    Parking parking;
    const auto rendering = std::make_shared<Rendering>();
    rendering->complete();
    const int descriptor = parking.park(rendering);
    CHECK(parking.parked.servable() == 1);
    auto woken = parking.parked.take_waiting(never);
    REQUIRE(woken);
    CHECK(descriptor_of(woken) == descriptor);
    // It may wait again, for another one.
    woken->rendering = std::make_shared<Rendering>();
    CHECK(parking.parked.park(std::move(woken)) == nullptr);
    CHECK(parking.parked.servable() == 0);
    CHECK(parking.parked.waiting_for_us() == 1);
    CHECK(parking.parked.take_expired(start + 1s) != nullptr);
    CHECK(parking.parked.waiting_for_us() == 0);
}

TEST_CASE("a client that waits for a rendering may go, and may not be evicted before a reader")
{
    Parking parking{2};
    const auto rendering = std::make_shared<Rendering>();
    parking.park(rendering);
    const int reader = parking.park(WaitsFor::reader);
    FileDescriptor peer;
    CHECK(descriptor_of(parking.parked.park(parking.connection(WaitsFor::rest_of_request, peer))) ==
          reader);
    parking.peers[0].close();
    const auto tickets = parking.ready();
    REQUIRE(tickets.size() == 1);
    CHECK(parking.parked.take(tickets[0]) != nullptr);
    CHECK(parking.parked.waiting_for_us() == 0);
    rendering->complete();
    CHECK(parking.parked.wake(1) == 0);
}
