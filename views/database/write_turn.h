// Gives the threads of this process turns to write to one database file: one transaction after
// another, each as long as it needs. So if SQLite still finds the file locked, another process
// holds the lock, perhaps for a long time. Then only as many threads wait as waiting_room() has
// seats. A process has one object for each file. Any thread may call it.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>

#include "base/waiting_room.h"

namespace manual {

class WriteTurn {
public:
    // Returns false if the wait would be too long, or if a seat is needed and none is free.
    bool take();
    void give_back() { turn_.unlock(); }

    // Called by the thread that has the turn: true when it begins to wait for another process,
    // false when the wait ends.
    void wait_for_other_process(bool waits) { held_elsewhere_ = waits; }

private:
    std::timed_mutex turn_;
    std::atomic<bool> held_elsewhere_{false};
};

}  // namespace manual
