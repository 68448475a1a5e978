#include <aspic/serving/fastcgi_worker.h>

#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <thread>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/reporting/log.h>
#include <aspic/serving/find_parameter.h>
#include <aspic/serving/framing_copy.h>
#include <aspic/site/error_pages.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr auto pause_without_descriptors = 100ms;
constexpr auto pause_between_looks = 10ms;  // while stopping, if only parked connections are left
// The number of threads that stay for these connections.
constexpr std::size_t last_threads = 4;

// A request over a limit is read and dropped up to this size, so that the front end reads our
// answer. A larger one ends the connection.
constexpr std::size_t most_dropped = std::size_t{64} << 20U;
// The most that is read from one connection before other connections have their turn.
constexpr std::size_t most_at_once = std::size_t{256} << 10U;
constexpr std::size_t piece_bytes = std::size_t{64} << 10U;

// If a client reads slowly without stopping, the connection is closed after this many times
// `send_time`.
constexpr int most_pauses = 20;

constexpr std::string_view too_slow = "This request arrived too slowly.";
constexpr std::string_view too_busy = "This site is busy. Please try again in a few seconds.";

enum class Got : std::uint8_t { bytes, nothing_yet, end };

Got receive(int connection, char* buffer, std::size_t size, int flags, std::size_t& got)
{
    ssize_t result = 0;
    do {
        result = ::recv(connection, buffer, size, flags | MSG_DONTWAIT);
    } while (result < 0 && errno == EINTR);
    got = result > 0 ? static_cast<std::size_t>(result) : 0;
    if (result > 0) return Got::bytes;
    return result < 0 && errno == EAGAIN ? Got::nothing_yet : Got::end;
}

// Reads and drops what the client sent: if TCP closes a connection with unread bytes, our answer
// may be lost.
void drop_unread(int connection)
{
    std::array<char, 4096> piece{};
    std::size_t got = 0;
    for (std::size_t sum = 0; sum < most_at_once; sum += got) {
        if (receive(connection, piece.data(), piece.size(), 0, got) != Got::bytes) return;
    }
}

// Returns false if the client has gone, or does not read.
bool send_replies(int connection, std::string_view replies)
{
    return replies.empty() ||
           ::send(connection, replies.data(), replies.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
               static_cast<ssize_t>(replies.size());
}

// Makes a file in memory, positioned at its start.
FileDescriptor file_of(std::string_view bytes)
{
    FileDescriptor file{::memfd_create("request", MFD_CLOEXEC)};
    if (!file.is_open() || !write_all(file, bytes)) return {};
    ::lseek(file.get(), 0, SEEK_SET);
    return file;
}

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
        const int ready = ::epoll_wait(server_.epoll_.get(), events.data(), is_stopping ? 2 : 1,
                                       may_serve_waiting ? 0 : -1);
        bool had_work = may_serve_waiting;
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
        may_serve_waiting = serve_more();
        busy_.store(false, std::memory_order_relaxed);
        if (had_work || !is_stopping) continue;
        // The stop event stays ready: a thread ends when nothing else is ready.
        const bool is_needed = number_ < last_threads && server_.parked_.count() > 0;
        if (!is_needed || server_.cutting_.load()) return;
        std::this_thread::sleep_for(pause_between_looks);
    }
    if (again_.is_open()) server_.pass_on({std::move(again_), Registration::watched});
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
    if (descriptor == server_.listener_.descriptor() || descriptor == server_.timer_.get() ||
        descriptor == server_.passed_on_event_.get() || descriptor == server_.inbox_)
        return;
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
            case ParkedConnection::WaitsFor::cut:
                return;  // the client has closed the connection
            case ParkedConnection::WaitsFor::reader:
                return go_on_sending(std::move(parked));
        }
    }
    const int descriptor = static_cast<int>(data);
    if (descriptor == server_.listener_.descriptor()) return accept_one();
    if (descriptor == server_.timer_.get()) return tick();
    if (descriptor == server_.probe_.descriptor()) return server_.probe_.answer();
    if (descriptor == server_.passed_on_event_.get()) return serve_passed_on();
    if (descriptor == server_.inbox_) return server_.read_inbox(event.events);
    if (!server_.watched_.take(descriptor)) return;
    serve(FileDescriptor{descriptor}, Registration::watched);
}

void FastcgiServer::Worker::accept_one()
{
    if (server_.hands_over()) return server_.hand_over_queue();
    FileDescriptor connection = server_.accept();
    const int error = errno;
    if (!connection.is_open() &&
        (error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS)) {
        log(LogLevel::error,
            "cannot accept a connection; trying again: raise the limit of open files (ulimit "
            "-n)",
            {{"why", errno_text(error)}});
        // Without this, the other threads would find the listener ready, and wait here too.
        server_.stop_accepting();
        std::this_thread::sleep_for(pause_without_descriptors);
        if (!server_.hands_over()) server_.accept_again();
    }
    if (connection.is_open()) serve(std::move(connection), Registration::none);
}

void FastcgiServer::Worker::serve_passed_on()
{
    if (auto passed_on = server_.take_passed_on())
        serve(std::move(passed_on->connection), passed_on->registration);
}

// Ends the parked connections whose deadline has passed.
void FastcgiServer::Worker::tick()
{
    std::uint64_t ticks = 0;
    [[maybe_unused]] const auto got = ::read(server_.timer_.get(), &ticks, sizeof ticks);
    for (Parked& parked : server_.parked_.take_expired(Clock::now()))
        give_up(std::move(parked));
}

// Only this thread uses the connection until it is watched or parked again.
void FastcgiServer::Worker::serve(FileDescriptor connection, Registration registration)
{
    std::size_t got = 0;
    switch (receive(connection.get(), first_bytes_.data(), first_bytes_.size(), MSG_PEEK, got)) {
        case Got::nothing_yet:
            return put_back({std::move(connection), registration, true}, true);
        case Got::end:
            return;
        case Got::bytes:
            break;
    }
    Framing framing{server_.limits_};
    const std::size_t used = framing.read({first_bytes_.data(), got});
    if (framing.state() == Framing::State::malformed)
        return close_malformed(std::move(connection), framing);
    if (framing.state() == Framing::State::incomplete || framing.needs_copy() ||
        framing.excess() != Framing::Excess::none) {
        auto parked = std::make_unique<ParkedConnection>();
        parked->connection = std::move(connection);
        parked->registration = registration;
        parked->deadline = Clock::now() + server_.limits_.receive_time;
        parked->request = std::make_unique<ReceivedRequest>(server_.limits_);
        return read_on(std::move(parked));
    }
    // If there are bytes after the request, libfcgi may read them too, and they are lost.
    const bool is_last = used < got;
    if (!request_.begin(connection.get())) {
        connection.release();
        return;
    }
    const Clock::time_point arrived = Clock::now();
    auto wire = answer_watched({.connection = std::move(connection),
                                .registration = registration,
                                .keep = framing.keeps_connection() && !is_last,
                                .id = framing.id(),
                                .bytes = {first_bytes_.data(), used},
                                .began = arrived},
                               framing.body_bytes(), {});
    if (!wire) return;
    Current current{std::move(job_.connection), registration, job_.keep};
    if (!wire->waits_for) return send(std::move(current), framing.id(), std::move(*wire));
    auto parked = std::make_unique<ParkedConnection>();
    parked->request = std::make_unique<ReceivedRequest>(server_.limits_);
    parked->request->framing.read({first_bytes_.data(), used}, &parked->request->content);
    parked->request->is_last = is_last;
    parked->connection = std::move(current.connection);
    parked->registration = registration;
    parked->waits_for = ParkedConnection::WaitsFor::slot;
    parked->work = *wire->waits_for;
    parked->arrived = arrived;
    parked->deadline = Clock::now() + server_.limits_.queue_time;
    park(std::move(parked));
}

// Reads the bytes of a request that have arrived.
void FastcgiServer::Worker::read_on(Parked parked)
{
    ReceivedRequest& request = *parked->request;
    more_bytes_.resize(piece_bytes);
    for (std::size_t sum = 0; sum < most_at_once;) {
        std::size_t got = 0;
        const Got what =
            receive(parked->connection.get(), more_bytes_.data(), more_bytes_.size(), 0, got);
        if (what == Got::end) return;
        if (what == Got::nothing_yet) break;
        sum += got;
        const std::size_t used = request.framing.read({more_bytes_.data(), got}, &request.content);
        request.is_last = used < got;
        if (request.framing.state() != Framing::State::malformed &&
            !send_replies(parked->connection.get(), request.framing.take_replies()))
            return;
        switch (request.framing.state()) {
            case Framing::State::malformed:
                return close_malformed(std::move(parked->connection), request.framing);
            case Framing::State::complete:
                return request.framing.excess() == Framing::Excess::none
                           ? serve_received(std::move(parked))
                           : refuse_received(std::move(parked));
            case Framing::State::incomplete:
                break;
        }
        if (request.framing.total_bytes() > most_dropped + server_.limits_.most_body_bytes) {
            request.is_last = true;
            return refuse_received(std::move(parked));
        }
    }
    park(std::move(parked));
}

// Answers a request whose bytes were already taken from its connection.
void FastcgiServer::Worker::serve_received(Parked parked)
{
    if (parked->stream) return go_on_streaming(std::move(parked));
    const ReceivedRequest& request = *parked->request;
    FileDescriptor file = file_of(to_records(request.framing, request.content));
    if (!file.is_open() || !request_.begin(file.get())) {
        log(LogLevel::error, "a request was refused: no copy of it can be made in memory",
            {{"why", errno_text()}});
        file.release();
        parked->waits_for = ParkedConnection::WaitsFor::slot;
        return refuse_received(std::move(parked));
    }
    const bool has_waited = parked->waits_for == ParkedConnection::WaitsFor::slot;
    if (!has_waited) parked->arrived = Clock::now();
    const auto arrived = has_waited ? std::optional{parked->arrived} : std::nullopt;
    const std::size_t body_bytes = request.framing.body_bytes();
    auto wire = answer_watched({.keep = request.framing.keeps_connection() && !request.is_last,
                                .id = request.framing.id(),
                                .received = std::move(parked),
                                .began = Clock::now()},
                               body_bytes, arrived);
    if (!wire) return;
    parked = std::move(job_.received);
    if (wire->waits_for) {
        if (!has_waited) parked->deadline = Clock::now() + server_.limits_.queue_time;
        parked->waits_for = ParkedConnection::WaitsFor::slot;
        parked->work = *wire->waits_for;
        return park(std::move(parked));
    }
    const int id = request.framing.id();
    send({std::move(parked->connection), parked->registration,
          request.framing.keeps_connection() && !request.is_last},
         id, std::move(*wire));
}

// A thread that has released a slot serves a request that waits for a slot. So does a thread that
// has parked a request: a slot may have become free just before.
bool FastcgiServer::Worker::serve_waiting()
{
    if (server_.parked_.waiting_for_slots() == 0) return false;
    const WorkSlots& slots = server_.application_.slots();
    Parked parked =
        server_.parked_.take_waiting([&](std::size_t work) { return slots.is_free(work); });
    if (!parked) return false;
    serve_received(std::move(parked));
    return true;
}

void FastcgiServer::Worker::park(Parked parked)
{
    const bool waits_for_slot = parked->waits_for == ParkedConnection::WaitsFor::slot;
    if (parked->deadline <= Clock::now() || (waits_for_slot && !server_.parked_.has_room()))
        return give_up(std::move(parked));
    Parked one_too_many = server_.parked_.park(std::move(parked));
    if (one_too_many && one_too_many->waits_for != ParkedConnection::WaitsFor::cut)
        give_up(std::move(one_too_many));
}

void FastcgiServer::Worker::give_up(Parked parked)
{
    switch (parked->waits_for) {
        case ParkedConnection::WaitsFor::rest_of_request:
        case ParkedConnection::WaitsFor::slot:
            if (parked->stream) return cut(std::move(parked), "no slot was free for its source");
            parked->request->is_last = true;
            return refuse_received(std::move(parked));
        case ParkedConnection::WaitsFor::reader:
            return;
        case ParkedConnection::WaitsFor::cut:
            return close_cut(std::move(parked));
    }
}

void FastcgiServer::Worker::refuse_received(Parked parked)
{
    const Framing& framing = parked->request->framing;
    if (framing.id() == 0) return;
    if (parked->request->is_last) drop_unread(parked->connection.get());
    const Application& application = server_.application_;
    const bool keep = framing.keeps_connection() && !parked->request->is_last;
    const std::string_view accept =
        find_parameter(parked->request->content.parameters, "HTTP_ACCEPT");
    // The error page may have fragments.
    job_ = {.began = Clock::now()};
    work_.begin(job_.began);
    if (server_.access_log_ != nullptr) logged_.keep(parked->request->content.parameters);
    const bool is_for_slot = framing.excess() == Framing::Excess::none &&
                             parked->waits_for == ParkedConnection::WaitsFor::slot;
    if (is_for_slot) application.counters().add(Count::refused);
    WireResponse wire = framing.excess() == Framing::Excess::header
                            ? application.refuse(431, too_large_header, accept)
                        : framing.excess() == Framing::Excess::body
                            ? application.refuse(413, too_large_body, accept)
                        : is_for_slot ? application.refuse(503, too_busy, accept)
                                      : application.refuse(408, too_slow, accept);
    work_.end();
    send({std::move(parked->connection), parked->registration, keep}, framing.id(),
         std::move(wire));
}

WireResponse FastcgiServer::Worker::answer(std::size_t body_bytes,
                                           std::optional<Clock::time_point> arrived)
{
    RequestSource source;
    source.arrived = arrived;
    const auto refusal = request_.read(source, body_bytes);
    if (server_.access_log_ != nullptr) {
        logged_.keep(source);
        source.id = logged_.id();
    }
    return refusal ? server_.application_.refuse(refusal->status, refusal->why,
                                                 source.field("Accept").value_or(""))
                   : server_.application_.answer(std::move(source));
}

std::optional<WireResponse> FastcgiServer::Worker::answer_watched(
    Job job, std::size_t body_bytes, std::optional<Clock::time_point> arrived)
{
    job_ = std::move(job);
    work_.begin(job_.began);
    std::optional<WireResponse> wire = answer(body_bytes, arrived);
    if (!work_.end()) wire.reset();
    request_.end();
    return wire;
}

std::optional<FastcgiServer::Worker::Job> FastcgiServer::Worker::give_up(Clock::time_point latest)
{
    if (!work_.give_up(latest)) return {};
    work_.undo();
    // Its view may return now, and then this thread ends before the next one reads them.
    job_.own_bytes = job_.bytes;
    return std::move(job_);
}

void FastcgiServer::Worker::refuse_late(Job job)
{
    if (job.received && job.received->stream)
        return cut(std::move(job.received),
                   "its source takes longer than --view-timeout; its thread was given up, and this "
                   "process should be replaced");
    ReceivedRequest request{server_.limits_};
    if (job.received) {
        request = std::move(*job.received->request);
        job.connection = std::move(job.received->connection);
        job.registration = job.received->registration;
    } else {
        request.framing.read(job.own_bytes, &request.content);
    }
    const std::string& parameters = request.content.parameters;
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - job.began);
    const std::string_view target = find_parameter(parameters, "REQUEST_URI");
    const std::string_view method = find_parameter(parameters, "REQUEST_METHOD");
    log(LogLevel::error,
        "a view takes longer than --view-timeout; its thread was given up, and this process should "
        "be replaced",
        {{"route", server_.application_.route_of(method, target)},
         {"path", job.connection.is_open() ? std::string{target.substr(0, target.find('?'))}
                                           : "(work after an answer)"},
         {"ms", std::to_string(took.count())}});
    if (!job.connection.is_open()) return;
    if (server_.access_log_ != nullptr) logged_.keep(parameters);
    const WatchedWork::OfThisThread watched{work_};
    work_.begin(Clock::now());
    WireResponse wire =
        server_.application_.refuse(504, view_too_late, find_parameter(parameters, "HTTP_ACCEPT"));
    if (!work_.end()) return;
    send({std::move(job.connection), job.registration, job.keep}, job.id, std::move(wire));
}

void FastcgiServer::Worker::send(Current current, int id, WireResponse wire)
{
    if (wire.source) return begin_stream(std::move(current), id, std::move(wire));
    server_.application_.counters().add_answer(status_of(wire), wire.size());
    if (server_.access_log_ != nullptr)
        logged_.write(*server_.access_log_, LoggedRequest::outcome_of(wire));
    const std::function<void()> after = std::move(wire.after);
    auto answer = std::make_unique<AnswerInRecords>(std::move(wire), id);
    switch (answer->send(current.connection.get())) {
        case Sent::whole:
            finish(std::move(current), after == nullptr);
            break;
        case Sent::gone:
            break;
        case Sent::in_part: {
            auto parked = std::make_unique<ParkedConnection>();
            parked->connection = std::move(current.connection);
            parked->registration = current.registration;
            parked->keep = current.keep;
            parked->waits_for = ParkedConnection::WaitsFor::reader;
            parked->answer = std::move(answer);
            parked->deadline = Clock::now() + server_.limits_.send_time;
            parked->last_deadline = Clock::now() + most_pauses * server_.limits_.send_time;
            park(std::move(parked));
            break;
        }
    }
    if (!after) return;
    job_ = {.began = Clock::now()};
    work_.begin(job_.began);
    after();
    work_.end();
}

void FastcgiServer::Worker::go_on_sending(Parked parked)
{
    if (parked->stream) return go_on_streaming(std::move(parked));
    switch (parked->answer->send(parked->connection.get())) {
        case Sent::whole:
            return finish({std::move(parked->connection), Registration::parked, parked->keep},
                          true);
        case Sent::gone:
            return;
        case Sent::in_part:
            parked->deadline =
                std::min(parked->last_deadline, Clock::now() + server_.limits_.send_time);
            return park(std::move(parked));
    }
}

void FastcgiServer::Worker::finish(Current current, bool is_free)
{
    if (!current.keep) return;
    if (!server_.stopping_.load(std::memory_order_acquire))
        return put_back(std::move(current), is_free);
    if (server_.hands_over()) server_.hand_over(current.connection, current.registration);
}

// Waits for the next request. If it has come already, this thread serves it next if it is free, and
// another thread otherwise.
void FastcgiServer::Worker::put_back(Current current, bool is_free)
{
    if (current.registration != Registration::watched &&
        !server_.watched_.watch(current.connection.get(), current.registration))
        return;
    // Once it is let go, another thread may own it at once.
    const int descriptor = current.connection.release();
    if (server_.watched_.let_go(descriptor)) {
        if (server_.hands_over()) server_.hand_over_if_idle(descriptor);
        return;
    }
    if (is_free && !again_.is_open()) {
        again_ = FileDescriptor{descriptor};
    } else {
        server_.pass_on({FileDescriptor{descriptor}, Registration::watched});
    }
}

void FastcgiServer::Worker::close_malformed(FileDescriptor connection, Framing& framing)
{
    drop_unread(connection.get());
    send_replies(connection.get(), framing.take_replies());
    server_.application_.counters().add(Count::malformed);
    log(LogLevel::warning, "a connection was closed: what it sent is not a FastCGI request",
        {{"why", std::string{framing.problem()}}});
}

}  // namespace aspic
