// How a thread of FastcgiServer receives requests. One without a body that has arrived whole, as
// most page views do, is read where its bytes are. The others are read into a ParkedConnection, and
// libfcgi parses them when they are complete.

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
    switch (receive(connection.get(), first_bytes_.data(), first_bytes_.size(), got)) {
        case Got::nothing_yet:
            return put_back({std::move(connection), registration, true}, true);
        case Got::end:
            return;
        case Got::bytes:
            break;
    }
    const std::string_view bytes{first_bytes_.data(), got};
    Framing framing{server_.limits_};
    const std::size_t used = framing.read(bytes);
    const std::string_view parameters = framing.parameters_alone();
    if (parameters.empty()) {
        auto parked = std::make_unique<ParkedConnection>();
        parked->connection = std::move(connection);
        parked->registration = registration;
        parked->deadline = Clock::now() + server_.limits_.receive_time;
        parked->request = std::make_unique<ReceivedRequest>(server_.limits_);
        return read_on(std::move(parked), bytes);
    }
    const bool is_last = used < got;
    RequestReader reader{source_, server_.limits_};
    reader.read(parameters);
    const auto refusal = reader.end(true);
    const Clock::time_point arrived = Clock::now();
    auto wire = answer_watched({.connection = std::move(connection),
                                .registration = registration,
                                .keep = framing.keeps_connection() && !is_last,
                                .id = framing.id(),
                                .bytes = bytes.substr(0, used),
                                .began = arrived},
                               refusal);
    if (!wire) return;
    Current current{std::move(job_.connection), registration, job_.keep};
    if (wire->is_answer()) return send(std::move(current), framing.id(), std::move(*wire));
    auto parked = std::make_unique<ParkedConnection>();
    parked->request = std::make_unique<ReceivedRequest>(server_.limits_);
    parked->request->framing.read(bytes.substr(0, used), &parked->request->content);
    parked->request->is_last = is_last;
    parked->connection = std::move(current.connection);
    parked->registration = registration;
    parked->arrived = arrived;
    wait(std::move(parked), std::move(*wire));
}

// Reads `bytes`, which were received from its connection, and those that have arrived after them.
void FastcgiServer::Worker::read_on(Parked parked, std::string_view bytes)
{
    if (!bytes.empty() && !take_in(parked, bytes)) return;
    for (std::size_t sum = bytes.size(); sum < most_at_once;) {
        more_bytes_.resize(piece_bytes);
        std::size_t got = 0;
        const Got what =
            receive(parked->connection.get(), more_bytes_.data(), more_bytes_.size(), got);
        if (what == Got::end) return;
        if (what == Got::nothing_yet) break;
        if (!take_in(parked, {more_bytes_.data(), got})) return;
        sum += got;
    }
    park(std::move(parked));
}

// Adds bytes to a request. Returns true if more of them are needed; otherwise the request is served
// or refused.
bool FastcgiServer::Worker::take_in(Parked& parked, std::string_view bytes)
{
    ReceivedRequest& request = *parked->request;
    const auto most_body = [this](std::string_view method, std::string_view target) {
        return server_.application_.most_body(method, target);
    };
    const std::size_t used = request.read(bytes, most_body, server_.body_spool_);
    allow_more_time(*parked, bytes.size());
    request.is_last = used < bytes.size();
    if (request.framing.state() == Framing::State::malformed) {
        close_malformed(std::move(parked->connection), request.framing);
        return false;
    }
    if (!send_replies(parked->connection.get(), request.framing.take_replies())) return false;
    const bool is_complete = request.framing.state() == Framing::State::complete;
    if (is_complete && request.framing.excess() == Framing::Excess::none && !request.is_lost) {
        serve_received(std::move(parked));
        return false;
    }
    const bool is_endless = request.framing.total_bytes() > most_dropped + request.most_body();
    if (!is_complete && !is_endless) return true;
    request.is_last |= is_endless;
    refuse_received(std::move(parked));
    return false;
}

// A large body may take longer than `receive_time`, but not a sender that stops.
void FastcgiServer::Worker::allow_more_time(ParkedConnection& parked, std::size_t got) const
{
    if (!parked.request->may_take_long) return;
    const std::chrono::milliseconds bought{got * 1000 / least_body_rate};
    const auto most = std::max(parked.deadline, Clock::now() + server_.limits_.receive_time);
    parked.deadline = std::min(parked.deadline + bought, most);
}

// Answers a request that is complete.
void FastcgiServer::Worker::serve_received(Parked parked)
{
    if (parked->stream) return go_on_streaming(std::move(parked));
    ReceivedRequest& request = *parked->request;
    FileDescriptor file = file_in_memory(to_records(request.framing, request.content));
    if (!file.is_open() || !request_.begin(file.get())) {
        log(LogLevel::error, "a request was refused: no copy of it can be made in memory",
            {{"why", errno_text()}});
        file.release();
        parked->waits_for = ParkedConnection::WaitsFor::slot;
        return refuse_received(std::move(parked));
    }
    const auto refusal = request_.read(source_, request.content.parameters,
                                       request.content.body.size(), request.stored_body);
    if (parked->waits_for_us()) {
        source_.arrived = parked->arrived;
        source_.has_waited_for = parked->rendering;
    } else {
        parked->arrived = Clock::now();
    }
    const int id = request.framing.id();
    const bool keep = request.framing.keeps_connection() && !request.is_last;
    auto wire = answer_watched(
        {.keep = keep, .id = id, .received = std::move(parked), .began = Clock::now()}, refusal);
    request_.end();
    if (!wire) return;
    parked = std::move(job_.received);
    if (!wire->is_answer()) return wait(std::move(parked), std::move(*wire));
    send({std::move(parked->connection), parked->registration, keep}, id, std::move(*wire));
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
