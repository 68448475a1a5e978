#pragma once
// Threads that wait on one epoll set, which holds the listening socket and every idle kept
// connection. A connection that is ready is taken by one thread for one request, then goes back; so
// a kept connection never pins a thread.

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

#include "serving/limits.h"
#include "serving/listener.h"
#include "site/application.h"

namespace aspic {

class FastcgiServer {
public:
    /// All three outlive it. Blocks no signals: the caller does, before it starts the threads.
    FastcgiServer(const Listener& listener, const Application& application, const Limits& limits);
    ~FastcgiServer();
    FastcgiServer(const FastcgiServer&) = delete;
    FastcgiServer& operator=(const FastcgiServer&) = delete;

    void start(std::size_t threads);

    /// Answers what is under way and what already waits to be read, then ends all threads.
    void stop();

private:
    class Worker;
    void watch(int descriptor, bool is_new) const;

    const Listener& listener_;
    const Application& application_;
    const Limits limits_;
    Descriptor epoll_;
    Descriptor stop_event_;
    std::atomic<bool> stopping_{false};
    std::vector<std::thread> threads_;
};

}  // namespace aspic
