#pragma once
// Who owns each connection of the epoll set. A connection is added once, edge-triggered, and stays
// in the set while it is kept, so no system call takes it out or puts it back. Instead each
// descriptor has an atomic state:
//
//   idle     nobody owns it; the thread that gets its next event takes it
//   taken    one thread owns it, or the table of parked connections does
//   pending  taken, and an event came after that: its owner looks at it again before it lets go
//
// An event may be late: its descriptor may belong to a newer connection by then. That costs one
// look at that connection, and nothing else. Only the owner closes a connection, and no descriptor
// is idle when it is closed. Any thread; no locks.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// How a connection is in the epoll set.
enum class Registration : std::uint8_t {
    none,
    watched,  // as described above
    parked,   // for one event, by its ticket: see parked_connections.h
};

class WatchedConnections {
public:
    /// `epoll` must outlive it. There is room for the descriptors that this process may open.
    explicit WatchedConnections(int epoll);

    /// Watches a connection that the caller owns and that was not watched before (`before`). The
    /// caller still owns it, and calls `let_go` next. Returns false, with a line in the log, if
    /// that cannot be done.
    bool watch(int descriptor, Registration before);
    /// Removes it from the set. REQUIRES: the caller owns it.
    void forget(int descriptor) const;

    /// For an event of this descriptor. Returns true if the caller owns the connection now.
    bool take(int descriptor);
    /// Makes it idle, and returns true. Returns false if an event came in the meantime: the caller
    /// still owns it, and looks at it again. REQUIRES: the caller owns it, and it is watched.
    bool let_go(int descriptor);
    /// Takes it if it is idle, without marking it.
    bool take_idle(int descriptor);

    /// Takes each idle connection, one after the other, and calls `use` with it.
    void take_all_idle(const std::function<void(FileDescriptor)>& use);

private:
    enum class State : std::uint8_t { taken, pending, idle };

    bool has_room_for(int descriptor) const
    {
        return static_cast<std::size_t>(descriptor) < states_.size();
    }
    std::atomic<State>& state_of(int descriptor);

    const int epoll_;
    std::vector<std::atomic<State>> states_;
};

}  // namespace aspic
