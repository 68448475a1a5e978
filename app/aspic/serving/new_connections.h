#pragma once
// The connections that wait on the listening socket. The threads of a process take them; each
// connection wakes one thread. For that, the socket is edge-triggered in the epoll set: a
// level-triggered one would also wake the other threads, for nothing.
//
// One event may stand for several connections. So a thread that takes one looks whether there are
// more if another thread is idle, and then wakes it. If none is idle, the first thread that has
// finished its work looks before it waits. Any thread; no locks.

#include <atomic>
#include <cstddef>

#include <aspic/base/file_descriptor.h>

namespace aspic {

class NewConnections {
public:
    /// Both must outlive it. `epoll` is the set of all threads. Throws std::runtime_error.
    NewConnections(int listener, int epoll);

    /// Watches the socket, also if that was stopped before.
    void watch() const;
    void stop_watching() const;
    /// True if an event of this descriptor tells of new connections.
    bool has_told(int descriptor) const
    {
        return descriptor == listener_ || descriptor == more_.get();
    }

    /// Not open: there is none, or errno says why it cannot be taken.
    FileDescriptor take();
    /// Wakes another thread, which looks whether there are connections.
    void tell_another();
    /// Takes one that no event may have told of.
    FileDescriptor take_overlooked() const;

    /// A thread calls this before it waits for events. Returns false if it must not wait, because
    /// there may be connections; `take` is next then, and `end_wait` is not called.
    bool begin_wait();
    void end_wait() { idle_.fetch_sub(1); }
    /// True if `take` may find one without an event.
    bool may_be_more() const { return may_be_more_; }

private:
    const int listener_;
    const int epoll_;
    FileDescriptor more_;  // an eventfd; each write wakes one thread
    std::atomic<std::size_t> idle_{0};
    // The order of its changes and those of `idle_` matters, so both are sequentially consistent.
    std::atomic<bool> may_be_more_{false};
};

}  // namespace aspic
