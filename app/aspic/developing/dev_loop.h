#pragma once
// How `dev` waits: for signals, for the ends of children, and for descriptors. One thread.

#include <poll.h>

#include <chrono>
#include <csignal>
#include <vector>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// Thrown by the first signal that stops dev.
struct StopSignal {
    int number = 0;
};

class DevLoop {
public:
    /// Blocks the signals that it waits for.
    DevLoop();
    ~DevLoop();
    DevLoop(const DevLoop&) = delete;
    DevLoop& operator=(const DevLoop&) = delete;

    /// Waits for at most this time. Returns when a signal has come (the end of a child is one), or
    /// one of the descriptors can be read. Throws StopSignal.
    void wait(std::chrono::milliseconds most, std::vector<pollfd> descriptors = {});

    /// From now on, a signal that stops dev throws nothing: it means that dev must hurry.
    void begin_stop() { is_stopping_ = true; }
    bool hurries() const { return hurries_; }

private:
    sigset_t signals_{};
    sigset_t before_{};
    FileDescriptor signal_file_;
    bool is_stopping_ = false;
    bool hurries_ = false;
};

}  // namespace aspic
