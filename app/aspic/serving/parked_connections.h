#pragma once
// Connections that wait without a thread: for the rest of a request, for a free slot, for the
// rendering of another request, or for a client that reads its answer slowly. Each has a deadline,
// and is in the server's epoll set with a ticket as the event's data; a ticket is never equal to a
// descriptor.
//
// This table owns a parked connection until a thread takes it out. The mutex is locked only for
// parked connections: never if a request is complete and the client takes its answer at once.

#include <sys/epoll.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <aspic/base/completion.h>
#include <aspic/base/file_descriptor.h>
#include <aspic/reporting/counters.h>
#include <aspic/serving/fastcgi_records.h>
#include <aspic/serving/received_request.h>
#include <aspic/serving/streamed_answer.h>
#include <aspic/serving/watched_connections.h>

namespace aspic {

struct ParkedConnection {
    using Clock = std::chrono::steady_clock;
    // `cut`: for its peer to take what was sent of an answer that has no end.
    enum class WaitsFor : std::uint8_t { rest_of_request, slot, rendering, reader, cut };

    FileDescriptor connection;
    WaitsFor waits_for = WaitsFor::rest_of_request;
    Registration registration = Registration::none;
    bool keep = false;            // use the connection again after the answer
    Clock::time_point arrived{};  // when its request arrived
    Clock::time_point deadline{};
    Clock::time_point last_deadline{};  // for a slow reader, even if it makes progress
    // From the first time that it waits for one. So a request that waits for several, one after the
    // other, does not wait without end.
    Clock::time_point slot_deadline{};
    Clock::time_point rendering_deadline{};
    std::size_t work = 0;   // the kind of slot that it waits for
    std::size_t moves = 0;  // from one worker process to another
    /// What it waits for, or has waited for before it waits for a slot.
    std::shared_ptr<const Completion> rendering{};
    std::unique_ptr<ReceivedRequest> request{};
    std::unique_ptr<AnswerInRecords> answer{};
    std::unique_ptr<StreamedAnswer> stream{};  // set if the answer's body is made as it is sent

    std::size_t bytes() const;
    /// It waits for what this process does, not for its client.
    bool waits_for_us() const
    {
        return waits_for == WaitsFor::slot || waits_for == WaitsFor::rendering;
    }
    /// It may wait for a slot of another worker too. An answer that has begun, and a body on disk,
    /// stay in their process.
    bool may_move() const { return request && request->stored_body.empty() && moves < most_moves; }
    /// A request moves to another worker only if a slot is free there. If another request takes
    /// that slot first, it may move again.
    static constexpr std::size_t most_moves = 4;
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
    /// Takes out the first connection whose deadline has passed. At each tick, call it until it
    /// returns null. What the caller does with one may take long; the others stay here for the
    /// thread that has the next tick.
    Parked take_expired(Clock::time_point now);
    /// Say of a kind of work whether a slot for it is free, in this process or in another one.
    struct FreeSlots {
        std::function<bool(std::size_t work)> here;
        std::function<bool(std::size_t work)> elsewhere;
    };
    /// Takes out the first connection whose rendering is complete, or for which a slot is free. If
    /// that is in another process, connections that may not move are passed over. Kinds and
    /// renderings take turns.
    Parked take_waiting(const FreeSlots& free);
    std::vector<Parked> take_all();

    /// Looks which renderings are complete, if `finished` has changed since the last call: a number
    /// that is increased each time, after the rendering is complete. Returns how many connections
    /// need not wait any longer. Takes no lock if nothing has changed.
    std::size_t wake(std::uint64_t finished);

    /// Notes there how many connections wait for a slot or a rendering. `counters` must outlive
    /// this object.
    void count_in(Counters& counters) { counters_ = &counters; }
    /// Shows other processes how many may be served, if there is a slot. `waiting` must outlive
    /// this object.
    void show(std::atomic<std::uint32_t>& waiting) { shown_ = &waiting; }

    /// True if one more connection may wait for a slot or a rendering.
    bool has_room() const { return waiting_for_us() < most_; }
    /// The number of parked connections. Takes no lock, so a thread can ask after each request.
    std::size_t count() const { return count_.load(); }
    std::size_t waiting_for_us() const { return servable_.load() + asleep_.load(); }
    /// Those that may be served, if there is a slot.
    std::size_t servable() const { return servable_.load(); }

private:
    static constexpr std::uint64_t ticket_bit = std::uint64_t{1} << 63U;
    // As if it were a kind of work for which there is always a slot.
    static constexpr std::size_t woken = std::numeric_limits<std::size_t>::max();
    using Queue = std::map<std::uint64_t, ParkedConnection*>;  // in order of arrival

    Parked remove(std::uint64_t ticket);
    void enqueue(std::uint64_t ticket, ParkedConnection& one);
    void dequeue(std::uint64_t ticket, const ParkedConnection& one);
    void run_timer(bool on);
    void note_waiting();
    std::uint64_t oldest() const;

    const int epoll_;
    const int timer_;
    const std::size_t most_;
    const std::size_t most_bytes_;
    std::atomic<std::size_t> count_{0};
    std::atomic<std::size_t> servable_{0};         // in queues_
    std::atomic<std::size_t> asleep_{0};           // in sleepers_
    std::atomic<std::uint64_t> last_finished_{0};  // see wake()
    Counters* counters_ = nullptr;
    std::atomic<std::uint32_t>* shown_ = nullptr;

    std::mutex mutex_;  // guards the members below
    std::uint64_t last_ticket_ = ticket_bit;
    std::size_t bytes_ = 0;
    std::map<std::uint64_t, Parked> parked_;       // in order of arrival
    std::map<std::size_t, Queue> queues_;          // by kind of work
    std::map<const Completion*, Queue> sleepers_;  // by the rendering that they wait for
    std::size_t last_kind_ = 0;
    bool timer_runs_ = false;
};

}  // namespace aspic
