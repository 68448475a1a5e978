// How many threads may wait at one time for something that others hold: a locked database, or a turn
// to hash a password. All other threads go on serving. A visitor for whom there is no seat is told at
// once to come back later. Callable from any thread.
//
// Before open_for_visitors(), at the program's start and in its commands, no visitor waits: so waits
// may be long, and there are seats for all.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>

namespace manual {

class WaitingRoom {
public:
    // One thread's place; given back at the end of its life.
    class Seat {
    public:
        explicit Seat(WaitingRoom& room) : room_(&room) {}
        Seat(Seat&& other) noexcept;
        Seat& operator=(Seat&& other) noexcept;
        ~Seat();

    private:
        WaitingRoom* room_;
    };

    // From here on `seats` threads may wait at one time, each for `longest`.
    void open_for_visitors(std::size_t seats, std::chrono::milliseconds longest);

    // Nothing if all seats are taken.
    std::optional<Seat> enter();
    std::chrono::milliseconds longest() const { return std::chrono::milliseconds{longest_}; }

private:
    std::atomic<std::size_t> seats_{1'000'000};
    std::atomic<std::size_t> taken_{0};
    std::atomic<std::int64_t> longest_{60'000};  // milliseconds
};

// The one of this process.
WaitingRoom& waiting_room();

// The seats for a server with this many threads: a quarter of them, at least one. So three quarters
// never wait.
std::size_t seats_for(std::size_t threads);

inline constexpr std::chrono::milliseconds longest_wait{1000};

}  // namespace manual
