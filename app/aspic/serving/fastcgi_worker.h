#pragma once
// One thread of the server. Internal to FastcgiServer.

#include <fcgiapp.h>

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
#include <aspic/serving/logged_request.h>

namespace aspic {

class FastcgiServer::Worker {
public:
    Worker(FastcgiServer& server, std::size_t number);

    void run();
    /// True while it answers a request. Any thread.
    bool is_busy() const { return busy_.load(std::memory_order_relaxed); }

private:
    using Parked = ParkedConnections::Parked;
    using Clock = ParkedConnection::Clock;

    // The connection whose request this thread answers.
    struct Current {
        FileDescriptor connection;
        bool is_watched;
        bool keep;
    };

    void handle(std::uint64_t event);
    void accept_one();
    void tick();
    void serve(FileDescriptor connection, bool is_watched);
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
    void finish(Current current);
    void close_malformed(std::string_view problem);

    FastcgiServer& server_;
    const std::size_t number_;
    FastcgiRequest request_;
    LoggedRequest logged_;  // of the request that is answered; unused without an access log
    // The first bytes of a request, which are still in its connection too.
    std::array<char, 16384> first_bytes_{};
    std::vector<char> more_bytes_;
    std::atomic<bool> busy_{false};
};

}  // namespace aspic
