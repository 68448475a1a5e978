// Limits how many threads may wait for something that others hold: a locked database, or a turn to
// hash a password. All other threads continue to serve. If no seat is free, the visitor is told at
// once to try again later. Any thread may call this.
//
// No visitor waits before open_for_visitors(), that is, while the program starts and in its
// commands. So until then waits may be long, and there is a seat for every thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>

namespace manual {

class WaitingRoom {
public:
    // A seat for one thread, given back by the destructor.
    class Seat {
    public:
        explicit Seat(WaitingRoom& room) : room_(&room) {}
        Seat(Seat&& other) noexcept;
        Seat& operator=(Seat&& other) noexcept;
        ~Seat();

    private:
        WaitingRoom* room_;
    };

    // From now on, `seats` threads may wait at the same time, each for `longest`.
    void open_for_visitors(std::size_t seats, std::chrono::milliseconds longest);

    // Returns nothing if all seats are taken.
    std::optional<Seat> enter();
    std::chrono::milliseconds longest() const { return std::chrono::milliseconds{longest_}; }

private:
    std::atomic<std::size_t> seats_{1'000'000};
    std::atomic<std::size_t> taken_{0};
    std::atomic<std::int64_t> longest_{60'000};  // milliseconds
};

// Returns the waiting room of this process.
WaitingRoom& waiting_room();

// Returns the seats for a server with this many threads: a quarter of them, at least one. So three
// quarters of the threads never wait.
std::size_t seats_for(std::size_t threads);

inline constexpr std::chrono::milliseconds longest_wait{1000};

}  // namespace manual
