#pragma once
// Tells whether a server's threads make progress: a question is an event in their epoll set, and
// the thread that takes it answers. If every thread is stuck, nobody does. Any thread.

#include <atomic>
#include <cstdint>

#include <aspic/base/file_descriptor.h>

namespace aspic {

class ProgressProbe {
public:
    /// Throws std::runtime_error if the event cannot be made. It is added to the epoll set with
    /// the number of its descriptor as data.
    explicit ProgressProbe(int epoll);

    int descriptor() const { return event_.get(); }
    /// Called by the thread that takes the event.
    void answer();

    /// True if the last question was answered, or if there was none. Asks the next one.
    bool has_answered();

private:
    FileDescriptor event_;
    std::atomic<bool> is_open_{false};  // a question waits for its answer
};

}  // namespace aspic
