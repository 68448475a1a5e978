// How a thread of FastcgiServer receives requests: a whole one is left to libfcgi in its
// connection, the others are read into a ParkedConnection first.

#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/files.h>
#include <aspic/reporting/log.h>
#include <aspic/serving/connection_bytes.h>
#include <aspic/serving/fastcgi_worker.h>
#include <aspic/serving/framing_copy.h>

namespace aspic {

namespace {

// A request over a limit is read and dropped up to this size, so that the front end reads our
// answer. A larger one ends the connection.
constexpr std::size_t most_dropped = std::size_t{64} << 20U;
constexpr std::size_t piece_bytes = std::size_t{64} << 10U;
// The least average speed of a body that takes longer than `receive_time`, in bytes a second.
constexpr std::size_t least_body_rate = std::size_t{16} << 10U;

}  // namespace

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
                               framing.body_bytes(), {}, {});
    if (!wire) return;
    Current current{std::move(job_.connection), registration, job_.keep};
    if (wire->is_answer()) return send(std::move(current), framing.id(), std::move(*wire));
    auto parked = std::make_unique<ParkedConnection>();
    parked->request = std::make_unique<ReceivedRequest>(server_.limits_);
    parked->request->framing.read({first_bytes_.data(), used}, &parked->request->content);
    parked->request->is_last = is_last;
    parked->connection = std::move(current.connection);
    parked->registration = registration;
    parked->arrived = arrived;
    wait(std::move(parked), std::move(*wire));
}

// Reads the bytes of a request that have arrived.
void FastcgiServer::Worker::read_on(Parked parked)
{
    ReceivedRequest& request = *parked->request;
    more_bytes_.resize(piece_bytes);
    const auto most_body = [this](std::string_view method, std::string_view target) {
        return server_.application_.most_body(method, target);
    };
    for (std::size_t sum = 0; sum < most_at_once;) {
        std::size_t got = 0;
        const Got what =
            receive(parked->connection.get(), more_bytes_.data(), more_bytes_.size(), 0, got);
        if (what == Got::end) return;
        if (what == Got::nothing_yet) break;
        sum += got;
        const std::size_t used =
            request.read({more_bytes_.data(), got}, most_body, server_.body_spool_);
        allow_more_time(*parked, got);
        request.is_last = used < got;
        if (request.framing.state() != Framing::State::malformed &&
            !send_replies(parked->connection.get(), request.framing.take_replies()))
            return;
        switch (request.framing.state()) {
            case Framing::State::malformed:
                return close_malformed(std::move(parked->connection), request.framing);
            case Framing::State::complete:
                return request.framing.excess() == Framing::Excess::none && !request.is_lost
                           ? serve_received(std::move(parked))
                           : refuse_received(std::move(parked));
            case Framing::State::incomplete:
                break;
        }
        if (request.framing.total_bytes() > most_dropped + request.most_body()) {
            request.is_last = true;
            return refuse_received(std::move(parked));
        }
    }
    park(std::move(parked));
}

// A large body may take longer than `receive_time`, but not a sender that stops.
void FastcgiServer::Worker::allow_more_time(ParkedConnection& parked, std::size_t got) const
{
    if (!parked.request->may_take_long) return;
    const std::chrono::milliseconds bought{got * 1000 / least_body_rate};
    const auto most = std::max(parked.deadline, Clock::now() + server_.limits_.receive_time);
    parked.deadline = std::min(parked.deadline + bought, most);
}

// Answers a request whose bytes were already taken from its connection.
void FastcgiServer::Worker::serve_received(Parked parked)
{
    if (parked->stream) return go_on_streaming(std::move(parked));
    const ReceivedRequest& request = *parked->request;
    FileDescriptor file = file_in_memory(to_records(request.framing, request.content));
    if (!file.is_open() || !request_.begin(file.get())) {
        log(LogLevel::error, "a request was refused: no copy of it can be made in memory",
            {{"why", errno_text()}});
        file.release();
        parked->waits_for = ParkedConnection::WaitsFor::slot;
        return refuse_received(std::move(parked));
    }
    Waited waited;
    if (parked->waits_for_us()) {
        waited = {.arrived = parked->arrived, .rendering = parked->rendering};
    } else {
        parked->arrived = Clock::now();
    }
    const std::size_t body_bytes = request.content.body.size();
    auto wire = answer_watched({.keep = request.framing.keeps_connection() && !request.is_last,
                                .id = request.framing.id(),
                                .received = std::move(parked),
                                .began = Clock::now()},
                               body_bytes, request.stored_body, std::move(waited));
    if (!wire) return;
    parked = std::move(job_.received);
    if (!wire->is_answer()) return wait(std::move(parked), std::move(*wire));
    const int id = request.framing.id();
    send({std::move(parked->connection), parked->registration,
          request.framing.keeps_connection() && !request.is_last},
         id, std::move(*wire));
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
