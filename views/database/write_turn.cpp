#include "database/write_turn.h"

#include <algorithm>
#include <chrono>

namespace manual {

bool WriteTurn::take()
{
    using namespace std::chrono_literals;
    if (turn_.try_lock()) return true;
    const auto end = std::chrono::steady_clock::now() + waiting_room().longest();
    std::optional<WaitingRoom::Seat> seat;
    do {
        if (held_elsewhere_ && !seat && !(seat = waiting_room().enter())) return false;
        if (turn_.try_lock_for(10ms)) return true;
    } while (std::chrono::steady_clock::now() < end);
    return false;
}

}  // namespace manual
