#pragma once
// The server: threads that wait on one epoll set, which contains the listening socket and every
// kept connection (watched_connections.h). One thread takes a ready connection for one request,
// then lets it go, so an idle connection never occupies a thread. If a request would make the
// thread wait (for the rest of the request, for a free slot, for another request that renders the
// same page, or for a slow reader), its connection is parked: see parked_connections.h.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <aspic/base/file_descriptor.h>
#include <aspic/http/trusted_proxies.h>
#include <aspic/reporting/access_log.h>
#include <aspic/serving/body_spool.h>
#include <aspic/serving/limits.h>
#include <aspic/serving/listener.h>
#include <aspic/serving/new_connections.h>
#include <aspic/serving/other_workers.h>
#include <aspic/serving/parked_connections.h>
#include <aspic/serving/passed_request.h>
#include <aspic/serving/progress_probe.h>
#include <aspic/serving/watched_connections.h>
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
    /// Takes client, scheme and host of requests from what these proxies state. Call it before the
    /// start.
    void trust(TrustedProxies proxies) { proxies_ = std::move(proxies); }
    /// Sends requests that wait for a slot to workers that have one. Call it before the start;
    /// `others` and `waiting`, where they read how many requests wait here, must outlive the
    /// threads.
    void share_with(OtherWorkers& others, std::atomic<std::uint32_t>& waiting);
    /// Bodies of more than 1 MiB are stored in files there. Without it, they stay in memory. Call
    /// it before the start.
    void spool_bodies(BodySpool spool) { body_spool_ = std::move(spool); }
    void start(std::size_t threads);

    /// True if a thread has taken an event since the last call: not every thread is stuck. Asked by
    /// one thread, at intervals that the slowest event must not exceed.
    bool makes_progress() { return probe_.has_answered(); }

    /// True once a view took longer than `limits.view_time`: its thread was given up, and is still
    /// in the view or has used what nobody frees. Any thread.
    bool needs_replacement() const { return needs_replacement_.load(); }

    struct Unfinished {
        std::size_t parked = 0;
        std::size_t running = 0;
        std::size_t given_up = 0;  // views that go on, but whose visitors were answered 504
    };
    /// Gives a kept connection to another process. Returns true if that has it now. Called by one
    /// thread at a time. After the first false it is not called again.
    using HandOver = std::function<bool(FileDescriptor& connection)>;
    /// Finishes the requests in progress and those that can already be read, then ends all threads.
    /// Returns the number of requests that were not finished within `most`. If `running` or
    /// `given_up` is not 0, threads still run views: the process must end without destroying
    /// anything that they may use.
    ///
    /// If `hand_over` is set, another process goes on: new connections are left to it. It gets at
    /// once the connections that are idle or wait for a thread, and each other kept connection when
    /// its answer has been sent. Without `hand_over`, or if that returns false, they are closed.
    /// `handed_over` is then called, once no request that is sent after that is answered here.
    Unfinished stop(std::chrono::milliseconds most, HandOver hand_over = {},
                    const std::function<void()>& handed_over = {});

    /// Serves a connection that another process has handed over. A request may have arrived on it.
    /// Any thread.
    void adopt(FileDescriptor connection);
    /// Serves a request that another worker has sent. Any thread.
    void adopt(PassedRequest sent);
    const Limits& limits() const { return limits_; }

    /// Takes connections that no process was woken for. If several processes listen on one socket,
    /// the system wakes one of them for a new connection; if that one is killed at this moment, the
    /// connection would wait for the next one. Call it each second. Any thread.
    void accept_overlooked();

    /// Calls `on_readable` on one of the threads, one call at a time, while the descriptor is
    /// readable. If the other end has closed it, `on_readable` is called for the last time, and
    /// reads all that is left. The descriptor must outlive the threads. REQUIRES: they have not
    /// started.
    void watch_inbox(int descriptor, std::function<void()> on_readable);

private:
    class Worker;
    struct Thread {
        std::unique_ptr<Worker> worker;
        std::thread thread;
        bool has_ended = false;
    };
    Unfinished end_all(std::chrono::milliseconds most, bool waits_for_views);
    void start_thread(std::unique_ptr<Worker> worker, std::function<void(Worker&)> first);
    void watch_views();
    void give_up_late_threads();
    void join_ended();
    struct PassedOn {
        FileDescriptor connection{};
        Registration registration = Registration::none;
        std::unique_ptr<ParkedConnection> request{};  // or this, from another worker
        std::function<void()> end_promise{};
    };
    struct Inbox {
        int descriptor;
        std::function<void()> on_readable;
    };
    void watch_always(int descriptor, std::uint32_t events) const;
    void hand_over_queue();
    void hand_over_passed_on();
    void wait_for_threads_between();
    const Inbox* inbox_of(int descriptor) const;
    void read_inbox(const Inbox& inbox, std::uint32_t events) const;
    bool hands_over() const;
    /// Hands the connection over. If that fails, the caller still owns it, and it is not in the
    /// epoll set.
    bool hand_over(FileDescriptor& connection, Registration registration);
    void hand_over_idle();
    void hand_over_if_idle(int descriptor);
    /// For the next thread that is free, or for the process that goes on. Any thread.
    void pass_on(PassedOn one);
    std::optional<PassedOn> take_passed_on();
    /// Lets threads that are idle serve parked connections too.
    void wake_threads(std::size_t connections) const;

    const Application& application_;
    const Limits limits_;
    AccessLog* access_log_ = nullptr;
    TrustedProxies proxies_;
    BodySpool body_spool_{{}, 0};
    FileDescriptor epoll_;
    FileDescriptor stop_event_;
    FileDescriptor timer_;            // ticks while a connection is parked
    FileDescriptor passed_on_event_;  // counts passed_on_, and threads that are to look for work
    NewConnections new_connections_;
    WatchedConnections watched_;
    ParkedConnections parked_;
    ProgressProbe probe_;
    std::atomic<bool> stopping_{false};
    std::atomic<bool> cutting_{false};
    std::atomic<bool> needs_replacement_{false};
    std::thread watch_;
    std::size_t size_ = 0;  // threads that serve; set before they start

    std::vector<Inbox> inboxes_;
    OtherWorkers* others_ = nullptr;

    HandOver hand_over_;          // set before stopping_
    std::mutex hand_over_mutex_;  // one call at a time
    std::atomic<bool> has_successor_{false};

    std::mutex passed_on_mutex_;
    std::deque<PassedOn> passed_on_;

    std::mutex mutex_;  // guards the members below
    std::list<Thread> threads_;
    std::condition_variable ended_;
    std::size_t running_ = 0;   // of these, those that have not ended
    std::size_t given_up_ = 0;  // those that are still in a view
    bool has_told_of_most_ = false;
    std::condition_variable watch_wakes_;
    bool watch_ends_ = false;
};

}  // namespace aspic
