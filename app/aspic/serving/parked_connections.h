#pragma once
// Connections that wait without a thread: for the rest of a request, for a free slot, or for a
// client that reads its answer slowly. Each has a deadline, and is watched by the server's epoll set
// under a ticket: an event's data is the ticket, which no plain descriptor can be.
//
// A parked connection is owned by this table, or by the one thread that has taken it out. The mutex
// is taken only for parked connections: never for a request that is complete whose answer the client
// takes at once.

#include <sys/epoll.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/serving/fastcgi_records.h>
#include <aspic/serving/framing.h>

namespace aspic {

/// What is known of a request whose bytes were taken from its connection.
struct ReceivedRequest {
    explicit ReceivedRequest(const Limits& limits) : framing{limits} {}
    Framing framing;
    Framing::Content content;
    bool is_last = false;  // bytes came after it, or the stop: the connection is not used again
};

struct ParkedConnection {
    using Clock = std::chrono::steady_clock;
    enum class WaitsFor : std::uint8_t { rest_of_request, slot, reader };

    FileDescriptor connection;
    WaitsFor waits_for = WaitsFor::rest_of_request;
    bool is_watched = false;      // it is in the epoll set already
    bool keep = false;            // use the connection again after the answer
    Clock::time_point arrived{};  // its request
    Clock::time_point deadline{};
    Clock::time_point last_deadline{};  // of a slow reader, whatever progress it makes
    std::size_t work = 0;               // the kind of slot that it waits for
    std::unique_ptr<ReceivedRequest> request{};
    std::unique_ptr<AnswerInRecords> answer{};

    std::size_t bytes() const;
};

class ParkedConnections {
public:
    using Clock = ParkedConnection::Clock;
    using Parked = std::unique_ptr<ParkedConnection>;

    /// `epoll` and `timer` outlive it. The timer ticks while anything is parked.
    ParkedConnections(int epoll, int timer, std::size_t most, std::size_t most_bytes);

    static bool is_ticket(std::uint64_t event_data) { return (event_data & ticket_bit) != 0; }

    /// Watches the connection from here on. If there are then too many, the one that has waited longest
    /// for the rest of its request (or for its reader) is taken out and returned: it must be refused or
    /// closed.
    Parked park(Parked connection);
    /// Null if somebody else has taken it.
    Parked take(std::uint64_t ticket);
    /// Takes out those whose deadline is over. To be called at each tick.
    std::vector<Parked> take_expired(Clock::time_point now);
    /// Takes out the first one that waits for a slot of a kind for which `is_free`. Kinds take turns.
    Parked take_waiting(const std::function<bool(std::size_t)>& is_free);
    std::vector<Parked> take_all();

    /// For one more that waits for a slot.
    bool has_room() const { return waiting_.load(std::memory_order_relaxed) < most_; }
    /// How many there are; without the lock, so that a thread may ask after each request.
    std::size_t count() const { return count_.load(); }
    std::size_t waiting_for_slots() const { return waiting_.load(); }

private:
    static constexpr std::uint64_t ticket_bit = std::uint64_t{1} << 63U;

    Parked remove(std::uint64_t ticket);
    void run_timer(bool on);
    std::uint64_t oldest() const;

    const int epoll_;
    const int timer_;
    const std::size_t most_;
    const std::size_t most_bytes_;
    std::atomic<std::size_t> count_{0};
    std::atomic<std::size_t> waiting_{0};

    std::mutex mutex_;  // guards what is below
    std::uint64_t last_ticket_ = ticket_bit;
    std::size_t bytes_ = 0;
    std::map<std::uint64_t, Parked> parked_;  // in the order in which they came
    std::map<std::size_t, std::map<std::uint64_t, ParkedConnection*>> queues_;  // by kind of work
    std::size_t last_kind_ = 0;
    bool timer_runs_ = false;
};

}  // namespace aspic
