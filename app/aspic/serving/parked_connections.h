#pragma once
// Connections that wait without a thread: for the rest of a request, for a free slot, or for a
// client that reads its answer slowly. Each has a deadline, and is in the server's epoll set with a
// ticket as the event's data; a ticket is never equal to a descriptor.
//
// This table owns a parked connection until a thread takes it out. The mutex is locked only for
// parked connections: never if a request is complete and the client takes its answer at once.

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
#include <aspic/reporting/counters.h>
#include <aspic/serving/fastcgi_records.h>
#include <aspic/serving/framing.h>
#include <aspic/serving/streamed_answer.h>
#include <aspic/serving/watched_connections.h>

namespace aspic {

/// A request whose bytes were read from its connection, as far as they have arrived.
struct ReceivedRequest {
    explicit ReceivedRequest(const Limits& limits) : framing{limits} {}
    Framing framing;
    Framing::Content content;
    /// The connection is not used again: bytes came after the request, or the server stops.
    bool is_last = false;
};

struct ParkedConnection {
    using Clock = std::chrono::steady_clock;
    // `cut`: for its peer to take what was sent of an answer that has no end.
    enum class WaitsFor : std::uint8_t { rest_of_request, slot, reader, cut };

    FileDescriptor connection;
    WaitsFor waits_for = WaitsFor::rest_of_request;
    Registration registration = Registration::none;
    bool keep = false;            // use the connection again after the answer
    Clock::time_point arrived{};  // when its request arrived
    Clock::time_point deadline{};
    Clock::time_point last_deadline{};  // for a slow reader, even if it makes progress
    std::size_t work = 0;               // the kind of slot that it waits for
    std::unique_ptr<ReceivedRequest> request{};
    std::unique_ptr<AnswerInRecords> answer{};
    std::unique_ptr<StreamedAnswer> stream{};  // set if the answer's body is made as it is sent

    std::size_t bytes() const;
};

class ParkedConnections {
public:
    using Clock = ParkedConnection::Clock;
    using Parked = std::unique_ptr<ParkedConnection>;

    /// `epoll` and `timer` must outlive it. The timer ticks while a connection is parked.
    ParkedConnections(int epoll, int timer, std::size_t most, std::size_t most_bytes);

    static bool is_ticket(std::uint64_t event_data) { return (event_data & ticket_bit) != 0; }

    /// Adds the connection and watches it. If there are then too many, takes out and returns the
    /// one that has waited longest for the rest of its request (or for its reader); the caller must
    /// refuse or close it.
    Parked park(Parked connection);
    /// Returns null if another thread has taken it.
    Parked take(std::uint64_t ticket);
    /// Takes out the connections whose deadline has passed. Call it at each tick.
    std::vector<Parked> take_expired(Clock::time_point now);
    /// Takes out the first connection that waits for a kind of slot for which `is_free` is true.
    /// Kinds take turns.
    Parked take_waiting(const std::function<bool(std::size_t)>& is_free);
    std::vector<Parked> take_all();

    /// Notes there how many connections wait for a slot. `counters` must outlive this object.
    void count_in(Counters& counters) { counters_ = &counters; }

    /// True if one more connection may wait for a slot.
    bool has_room() const { return waiting_.load(std::memory_order_relaxed) < most_; }
    /// The number of parked connections. Takes no lock, so a thread can ask after each request.
    std::size_t count() const { return count_.load(); }
    std::size_t waiting_for_slots() const { return waiting_.load(); }

private:
    static constexpr std::uint64_t ticket_bit = std::uint64_t{1} << 63U;

    Parked remove(std::uint64_t ticket);
    void run_timer(bool on);
    void note_waiting();
    std::uint64_t oldest() const;

    const int epoll_;
    const int timer_;
    const std::size_t most_;
    const std::size_t most_bytes_;
    std::atomic<std::size_t> count_{0};
    std::atomic<std::size_t> waiting_{0};
    Counters* counters_ = nullptr;

    std::mutex mutex_;  // guards the members below
    std::uint64_t last_ticket_ = ticket_bit;
    std::size_t bytes_ = 0;
    std::map<std::uint64_t, Parked> parked_;  // in order of arrival
    std::map<std::size_t, std::map<std::uint64_t, ParkedConnection*>> queues_;  // by kind of work
    std::size_t last_kind_ = 0;
    bool timer_runs_ = false;
};

}  // namespace aspic
