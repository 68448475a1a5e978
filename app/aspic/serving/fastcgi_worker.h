#pragma once
// One thread of the server. Internal to FastcgiServer.

#include <fcgiapp.h>
#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <aspic/serving/fastcgi_request.h>
#include <aspic/serving/fastcgi_server.h>

namespace aspic {

class FastcgiServer::Worker {
public:
    Worker(FastcgiServer& server, std::size_t number);

    void run();
    /// The number of requests that it has answered. Any thread.
    std::uint64_t answered() const { return answered_.load(std::memory_order_relaxed); }
    /// True while it answers a request. Any thread.
    bool is_busy() const { return busy_.load(std::memory_order_relaxed); }

private:
    using Parked = ParkedConnections::Parked;
    using Clock = ParkedConnection::Clock;

    // The connection whose request this thread answers.
    struct Current {
        FileDescriptor connection;
        Registration registration;
        bool keep;
    };

    void handle(const epoll_event& event);
    void accept_one();
    void serve_passed_on();
    void tick();
    void serve(FileDescriptor connection, Registration registration);
    void read_on(Parked parked);
    void serve_received(Parked parked);
    /// Serves one request that has waited for a slot. Returns false if there is none.
    bool serve_waiting();
    void park(Parked parked);
    void give_up(Parked parked);
    void refuse_received(Parked parked);
    WireResponse answer(std::size_t body_bytes, std::optional<Clock::time_point> arrived);
    void send(Current current, int id, WireResponse wire);
    void go_on_sending(Parked parked);
    void finish(Current current, bool is_free);
    void put_back(Current current, bool is_free);
    void close_malformed(FileDescriptor connection, Framing& framing);

    FastcgiServer& server_;
    const std::size_t number_;
    FastcgiRequest request_;
    // The first bytes of a request, which are still in its connection too.
    std::array<char, 16384> first_bytes_{};
    std::vector<char> more_bytes_;
    FileDescriptor again_;  // watched; an event came while this thread used it
    std::atomic<bool> busy_{false};
    std::atomic<std::uint64_t> answered_{0};  // only this thread changes it
};

}  // namespace aspic
