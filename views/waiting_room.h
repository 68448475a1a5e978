// How many threads may wait at one time for something that others hold: a locked database, or a turn
// to hash a password. All other threads go on serving, and who finds no seat is told at once to come
// back later. Callable from any thread.
//
// Until open_for_visitors() nobody is kept waiting by a wait: at the program's start and in its
// commands, waits are long and seats are not counted.
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

    // Nothing where all seats are taken.
    std::optional<Seat> enter();
    std::chrono::milliseconds longest() const { return std::chrono::milliseconds{longest_}; }

private:
    std::atomic<std::size_t> seats_{1'000'000};
    std::atomic<std::size_t> taken_{0};
    std::atomic<std::int64_t> longest_{60'000};  // milliseconds
};

// The one of this process.
WaitingRoom& waiting_room();

// The seats for a server of so many threads: a quarter of them, but at least one. Three quarters are
// then never kept waiting.
std::size_t seats_for(std::size_t threads);

inline constexpr std::chrono::milliseconds longest_wait{1000};

}  // namespace manual
