#include <aspic/serving/fastcgi_worker.h>

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr auto pause_without_descriptors = 100ms;
constexpr auto pause_while_stopping = 10ms;  // while stopping, if only parked connections are left
// New connections that a thread serves before it looks for other events: each look is a system
// call.
constexpr int most_in_a_row = 4;
// The number of threads that stay for these connections.
constexpr std::size_t last_threads = 4;

}  // namespace

FastcgiServer::Worker::Worker(FastcgiServer& server, std::size_t number)
    : server_{server}, number_{number}, request_{server.limits_}
{
}

void FastcgiServer::Worker::run()
{
    const WatchedWork::OfThisThread watched{work_};
    // The thread before was given up: its slot is free now, and its client may have asked again.
    bool may_serve_waiting = serve_more();
    while (!work_.is_given_up()) {
        // One connection at a time: a second one would wait for the first although other threads
        // are idle. While stopping, ask for two events, because the stop event is always ready. New
        // requests and requests that have waited take turns.
        const bool is_stopping = server_.stopping_.load(std::memory_order_acquire);
        std::array<epoll_event, 2> events{};
        const bool waits = server_.new_connections_.begin_wait();
        const int ready = ::epoll_wait(server_.epoll_.get(), events.data(), is_stopping ? 2 : 1,
                                       may_serve_waiting || !waits ? 0 : -1);
        if (waits) server_.new_connections_.end_wait();
        bool had_work = may_serve_waiting || !waits;
        busy_.store(true, std::memory_order_relaxed);
        for (int i = 0; i < ready; ++i) {
            const epoll_event& event = events.at(static_cast<std::size_t>(i));
            if (event.data.u64 == static_cast<std::uint64_t>(server_.stop_event_.get())) continue;
            had_work = true;
            if (work_.is_given_up()) {
                pass_on_rest(event);
            } else {
                handle(event);
            }
        }
        for (int i = 0; i < most_in_a_row && may_accept(); ++i) {
            // The view of the new connection may be slow.
            if (again_.is_open()) server_.pass_on({std::move(again_), Registration::watched});
            accept_one();
        }
        may_serve_waiting = serve_more();
        busy_.store(false, std::memory_order_relaxed);
        if (had_work || !is_stopping) continue;
        // The stop event stays ready: a thread ends when nothing else is ready.
        const bool is_needed = number_ < last_threads && server_.parked_.count() > 0;
        if (!is_needed || server_.cutting_.load()) return;
        std::this_thread::sleep_for(pause_while_stopping);
    }
    if (again_.is_open()) server_.pass_on({std::move(again_), Registration::watched});
}

bool FastcgiServer::Worker::may_accept() const
{
    return server_.new_connections_.may_be_more() && !work_.is_given_up();
}

// Serves what no event tells of. Returns true if another request may wait for a slot.
bool FastcgiServer::Worker::serve_more()
{
    const bool has_served_waiting = !work_.is_given_up() && serve_waiting();
    while (again_.is_open() && !work_.is_given_up())
        serve(std::move(again_), Registration::watched);
    return has_served_waiting;
}

// A thread that was given up serves nothing more. Parked connections have their deadlines, and the
// other events come again.
void FastcgiServer::Worker::pass_on_rest(const epoll_event& event)
{
    if (ParkedConnections::is_ticket(event.data.u64)) return;
    const int descriptor = static_cast<int>(event.data.u64);
    if (server_.new_connections_.has_told(descriptor))
        return server_.new_connections_.tell_another();
    // The server's own descriptors are not watched connections, so they are not taken.
    if (server_.watched_.take(descriptor))
        server_.pass_on({FileDescriptor{descriptor}, Registration::watched});
}

void FastcgiServer::Worker::handle(const epoll_event& event)
{
    const std::uint64_t data = event.data.u64;
    if (ParkedConnections::is_ticket(data)) {
        Parked parked = server_.parked_.take(data);
        if (!parked) return;  // another thread has taken it
        switch (parked->waits_for) {
            case ParkedConnection::WaitsFor::rest_of_request:
                return read_on(std::move(parked));
            case ParkedConnection::WaitsFor::slot:
            case ParkedConnection::WaitsFor::rendering:
            case ParkedConnection::WaitsFor::cut:
                return;  // the client has closed the connection
            case ParkedConnection::WaitsFor::reader:
                return go_on_sending(std::move(parked));
        }
    }
    const int descriptor = static_cast<int>(data);
    if (server_.new_connections_.has_told(descriptor)) return accept_one();
    if (descriptor == server_.timer_.get()) return tick();
    if (descriptor == server_.probe_.descriptor()) return server_.probe_.answer();
    if (descriptor == server_.passed_on_event_.get()) return serve_passed_on();
    if (const Inbox* inbox = server_.inbox_of(descriptor))
        return server_.read_inbox(*inbox, event.events);
    if (!server_.watched_.take(descriptor)) return;
    serve(FileDescriptor{descriptor}, Registration::watched);
}

void FastcgiServer::Worker::accept_one()
{
    if (server_.hands_over()) return server_.hand_over_queue();
    FileDescriptor connection = server_.new_connections_.take();
    const int error = errno;
    if (!connection.is_open() &&
        (error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS)) {
        log(LogLevel::error,
            "cannot accept a connection; trying again: raise the limit of open files (ulimit "
            "-n)",
            {{"why", errno_text(error)}});
        // Without this, the other threads would find the listener ready, and wait here too.
        server_.new_connections_.stop_watching();
        std::this_thread::sleep_for(pause_without_descriptors);
        if (!server_.hands_over()) server_.new_connections_.watch();
    }
    if (connection.is_open()) serve(std::move(connection), Registration::none);
}

void FastcgiServer::Worker::serve_passed_on()
{
    auto passed_on = server_.take_passed_on();
    if (!passed_on) return;
    if (passed_on->request) return serve_from_other(std::move(*passed_on));
    // Another process may have handed it over just before this one began to stop.
    if (server_.hands_over()) {
        if (server_.hand_over(passed_on->connection, passed_on->registration)) return;
        passed_on->registration = Registration::none;
    }
    serve(std::move(passed_on->connection), passed_on->registration);
}

// Ends the parked connections whose deadline has passed. Their error page may have a fragment that
// hangs: then this thread is given up, and must not begin another answer.
void FastcgiServer::Worker::tick()
{
    std::uint64_t ticks = 0;
    [[maybe_unused]] const auto got = ::read(server_.timer_.get(), &ticks, sizeof ticks);
    while (!work_.is_given_up()) {
        Parked parked = server_.parked_.take_expired(Clock::now());
        if (!parked) return;
        give_up(std::move(parked));
    }
}

}  // namespace aspic
