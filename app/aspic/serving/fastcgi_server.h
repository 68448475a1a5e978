#pragma once
// The server: threads that wait on one epoll set, which contains the listening socket and every
// idle connection. One thread takes a ready connection for one request, then puts it back, so an
// idle connection never occupies a thread. If a request would make the thread wait (for the rest of
// the request, for a free slot, or for a slow reader), its connection is parked: see
// parked_connections.h.

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
#include <aspic/reporting/access_log.h>
#include <aspic/serving/limits.h>
#include <aspic/serving/listener.h>
#include <aspic/serving/parked_connections.h>
#include <aspic/site/application.h>

namespace aspic {

class FastcgiServer {
public:
    /// All three must outlive it. The caller must block signals before it starts the threads.
    FastcgiServer(const Listener& listener, const Application& application, const Limits& limits);
    ~FastcgiServer();
    FastcgiServer(const FastcgiServer&) = delete;
    FastcgiServer& operator=(const FastcgiServer&) = delete;

    /// Writes a line for each answer. Call it before the start; `log` must outlive the threads.
    void log_to(AccessLog& log) { access_log_ = &log; }
    void start(std::size_t threads);

    struct Unfinished {
        std::size_t parked = 0;
        std::size_t running = 0;
    };
    /// Finishes the requests in progress and those that can already be read, then ends all threads.
    /// Returns the number of requests that were not finished within `most`. If `running` is not 0,
    /// threads still run views: the process must end without destroying anything that they may use.
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
    AccessLog* access_log_ = nullptr;
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
