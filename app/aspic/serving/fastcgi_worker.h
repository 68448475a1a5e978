#pragma once
// One thread of the server. Internal to FastcgiServer. fastcgi_worker.cpp is its loop; the other
// parts are in fastcgi_receiving.cpp, fastcgi_waiting.cpp, fastcgi_answering.cpp and
// fastcgi_late_views.cpp.

#include <fcgiapp.h>
#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/base/completion.h>
#include <aspic/base/watched_work.h>
#include <aspic/serving/fastcgi_request.h>
#include <aspic/serving/fastcgi_server.h>
#include <aspic/serving/logged_request.h>

namespace aspic {

class FastcgiServer::Worker {
public:
    using Clock = ParkedConnection::Clock;

    Worker(FastcgiServer& server, std::size_t number);

    void run();
    /// True while it answers a request. Any thread.
    bool is_busy() const { return busy_.load(std::memory_order_relaxed); }
    /// True while it looks after a connection, but no view works. Any thread.
    bool is_between_requests() const
    {
        return is_busy() && !is_given_up() && !is_late(Clock::time_point::max());
    }

    /// What it answers, and for whom. Without a connection it is work after an answer.
    struct Job {
        FileDescriptor connection{};
        Registration registration = Registration::none;
        bool keep = false;
        int id = 0;
        std::string_view bytes{};                      // of the request, in first_bytes_
        std::string own_bytes{};                       // the same, of a thread that was given up
        std::unique_ptr<ParkedConnection> received{};  // the request, if it is not in `bytes`
        Clock::time_point began{};
        std::string request{};  // its name, of a thread that was given up
    };
    /// If its work began at `latest` or before, gives the thread up: it ends as soon as its view
    /// returns. Returns what it was at. Called by the watch.
    std::optional<Job> give_up(Clock::time_point latest);
    bool is_late(Clock::time_point latest) const { return work_.is_late(latest); }
    bool is_given_up() const { return work_.is_given_up(); }
    std::size_t number() const { return number_; }
    /// Answers 504 to the client of a thread that was given up. Called before run().
    void refuse_late(Job job);

private:
    using Parked = ParkedConnections::Parked;

    /// Answers the request of a visitor in source_. Returns nothing if this thread was given up in
    /// the meantime: the job is not its own any more.
    std::optional<WireResponse> answer_watched(Job job, const std::optional<Refusal>& refusal);

    // The connection whose request this thread answers.
    struct Current {
        FileDescriptor connection;
        Registration registration;
        bool keep;
    };

    void handle(const epoll_event& event);
    void accept_one();
    bool may_accept() const;
    void serve_passed_on();
    void serve_from_other(PassedOn sent);
    void tick();
    void serve(FileDescriptor connection, Registration registration);
    void read_on(Parked parked, std::string_view bytes = {});
    bool take_in(Parked& parked, std::string_view bytes);
    void serve_received(Parked parked);
    /// Serves one request that has waited for a slot or a rendering, or sends it to a worker that
    /// has a slot. Returns false if there is none.
    bool serve_waiting();
    bool serve_more();
    bool other_has_slot(std::size_t work) const;
    /// Returns false if it waits here.
    bool send_to_other(ParkedConnection& request);
    void park(Parked parked);
    void park_here(Parked parked);
    void give_up(Parked parked);
    /// Ends a request that may not wait, or not any longer.
    void refuse_waiting(Parked parked);
    void refuse_received(Parked parked);
    WireResponse answer(const std::optional<Refusal>& refusal);
    void allow_more_time(ParkedConnection& parked, std::size_t got) const;
    /// Parks a request that has no answer yet.
    void wait(Parked parked, WireResponse wire);
    void send(Current current, int id, WireResponse&& wire);
    void pass_on_rest(const epoll_event& event);
    static Parked parked_from(Current current);
    void go_on_sending(Parked parked);
    // Answers whose body is made while it is sent: fastcgi_streams.cpp.
    void begin_stream(Current current, int id, WireResponse wire);
    void go_on_streaming(Parked parked);
    bool pull(Parked& parked);
    void cut(Parked parked, std::string_view why);
    void close_cut(Parked parked);
    void finish(Current current, bool is_free);
    void put_back(Current current, bool is_free);
    void close_malformed(FileDescriptor connection, Framing& framing);

    FastcgiServer& server_;
    const std::size_t number_;
    FastcgiRequest request_;
    RequestSource source_;  // of the request that is answered; its memory is used again
    LoggedRequest logged_;  // of the request that is answered; unused without an access log
    // The first bytes of a request, received together.
    std::array<char, 16384> first_bytes_{};
    std::vector<char> more_bytes_;
    std::unique_ptr<AnswerInRecords> answer_;  // used again, until one has to wait for its reader
    FileDescriptor again_;                     // watched; an event came while this thread used it
    std::atomic<bool> busy_{false};
    WatchedWork work_;
    Job job_;  // while work_ is under way
};

}  // namespace aspic
