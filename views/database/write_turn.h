// The turn to write to one database file among the threads of this process: one transaction after the
// other, each as long as it takes. So a file that SQLite finds locked all the same is locked by
// another process, perhaps for long: then only as many threads wait as waiting_room() has seats. One
// object for each file and process; any thread.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>

#include "base/waiting_room.h"

namespace manual {

class WriteTurn {
public:
    // False where the wait would be too long, or seats are needed and all are taken.
    bool take();
    void give_back() { turn_.unlock(); }

    // The thread that has the turn waits for another process: from `true` to `false`.
    void wait_for_other_process(bool waits) { held_elsewhere_ = waits; }

private:
    std::timed_mutex turn_;
    std::atomic<bool> held_elsewhere_{false};
};

}  // namespace manual
