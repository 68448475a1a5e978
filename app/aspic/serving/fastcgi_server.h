#pragma once
// Threads that wait on one epoll set, which holds the listening socket and every idle kept
// connection. A connection that is ready is taken by one thread for one request, then goes back; so
// a kept connection never pins a thread. What would make the thread wait (the rest of a request, a
// free slot, a slow reader) is parked instead: parked_connections.h.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/serving/limits.h>
#include <aspic/serving/listener.h>
#include <aspic/serving/parked_connections.h>
#include <aspic/site/application.h>

namespace aspic {

class FastcgiServer {
public:
    /// All three outlive it. Blocks no signals: the caller does, before it starts the threads.
    FastcgiServer(const Listener& listener, const Application& application, const Limits& limits);
    ~FastcgiServer();
    FastcgiServer(const FastcgiServer&) = delete;
    FastcgiServer& operator=(const FastcgiServer&) = delete;

    void start(std::size_t threads);

    /// Answers what is under way and what already waits to be read, then ends all threads. Returns
    /// how many requests were not finished after `most`. If a view is among them, its thread still
    /// runs: the process has to end without destroying anything that the view may use.
    struct Unfinished {
        std::size_t parked = 0;
        std::size_t running = 0;
    };
    Unfinished stop(std::chrono::milliseconds most);

private:
    class Worker;
    /// False, and a line in the log, if that cannot be done.
    bool watch(int descriptor, bool is_new) const;
    /// Owns the connection from here on, and hands it to the thread that takes its next request.
    void watch(FileDescriptor connection, bool is_new) const;

    const Listener& listener_;
    const Application& application_;
    const Limits limits_;
    FileDescriptor epoll_;
    FileDescriptor stop_event_;
    FileDescriptor timer_;  // ticks while a connection is parked
    ParkedConnections parked_;
    std::atomic<bool> stopping_{false};
    std::atomic<bool> cutting_{false};
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<std::thread> threads_;

    std::mutex mutex_;  // guards running_
    std::condition_variable ended_;
    std::size_t running_ = 0;
};

}  // namespace aspic
