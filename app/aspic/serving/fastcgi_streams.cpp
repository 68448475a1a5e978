// The part of a thread that sends answers whose body is made while it is sent. Between two pieces,
// the connection is parked: it waits for its reader, or for a free slot, and holds no thread.

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <aspic/base/exception_type.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/reporting/log.h>
#include <aspic/serving/fastcgi_worker.h>

namespace aspic {

namespace {

// Then other connections have their turn.
constexpr std::size_t most_in_one_turn = std::size_t{1} << 20U;
constexpr int most_pulls_in_one_turn = 32;

constexpr std::chrono::milliseconds pause_before_closing{200};

// A client that reads slowly without stopping has `send_time` for each piece, and a second more for
// so many bytes.
constexpr std::size_t least_rate = 4096;

std::chrono::milliseconds most_time_for(std::size_t bytes)
{
    return std::chrono::milliseconds{bytes * 1000 / least_rate};
}

}  // namespace

void FastcgiServer::Worker::begin_stream(Current current, int id, WireResponse wire)
{
    Parked parked = parked_from(std::move(current));
    parked->stream = std::make_unique<StreamedAnswer>(
        wire, std::exchange(logged_, {}), server_.application_.counters(), server_.access_log_);
    parked->answer = std::make_unique<AnswerInRecords>(std::move(wire), id);
    parked->last_deadline =
        Clock::now() + server_.limits_.send_time + most_time_for(parked->answer->own_bytes());
    go_on_streaming(std::move(parked));
}

// Sends pieces while the client takes them.
void FastcgiServer::Worker::go_on_streaming(Parked parked)
{
    std::size_t sent = 0;
    for (int pulls = 0;; ++pulls) {
        const Sent result = parked->answer->send(parked->connection.get());
        if (result == Sent::gone) return;
        if (result == Sent::in_part || pulls == most_pulls_in_one_turn || sent > most_in_one_turn) {
            parked->waits_for = ParkedConnection::WaitsFor::reader;
            parked->deadline =
                std::min(parked->last_deadline, Clock::now() + server_.limits_.send_time);
            return park(std::move(parked));
        }
        const std::size_t bytes = parked->answer->take_body_bytes();
        sent += bytes;
        parked->stream->add_sent(bytes);
        if (!parked->answer->is_open())
            return finish({std::move(parked->connection), parked->registration, parked->keep},
                          true);
        auto slot = server_.application_.slots().take(parked->stream->work());
        if (!slot) {
            parked->work = parked->stream->work();
            parked->waits_for = ParkedConnection::WaitsFor::slot;
            parked->deadline = Clock::now() + server_.limits_.queue_time;
            return park(std::move(parked));
        }
        if (!pull(parked)) return;
    }
}

// Adds the next piece. Returns false if the answer has ended without it.
bool FastcgiServer::Worker::pull(Parked& parked)
{
    // The watch may take the connection and the answer away; the source is still in use then.
    const BodySourcePtr source = parked->stream->source();
    const PurgeScope purges = server_.application_.cache().purge_scope();
    job_ = {.received = std::move(parked), .began = Clock::now()};
    work_.begin(job_.began);
    std::optional<std::string> piece;
    std::string problem;
    try {
        piece = source->next();
    } catch (...) {
        problem = text_of_exception();
        if (problem.empty()) problem = "an exception without a text";
    }
    if (!work_.end()) return false;
    parked = std::move(job_.received);
    if (!problem.empty()) {
        cut(std::move(parked), problem);
        return false;
    }
    const bool is_last = !piece;
    std::string bytes = std::move(piece).value_or("");
    parked->last_deadline = Clock::now() + server_.limits_.send_time + most_time_for(bytes.size());
    parked->answer->add(std::move(bytes), is_last);
    return true;
}

// Ends the answer without its end, so the front end does not take it for whole.
void FastcgiServer::Worker::cut(Parked parked, std::string_view why)
{
    log(LogLevel::error, "an answer that is sent in pieces was cut",
        {{"route", std::string{parked->stream->route()}},
         {"bytes", std::to_string(parked->stream->sent())},
         {"why", std::string{why}}});
    parked->last_deadline = Clock::now() + server_.limits_.send_time;
    close_cut(std::move(parked));
}

// Closes the connection some time after the peer has taken what was sent. If lighttpd finds the end
// of a connection together with the start of the answer, it sends what it has as a whole answer.
void FastcgiServer::Worker::close_cut(Parked parked)
{
    int untaken = 0;
    const bool is_known = ::ioctl(parked->connection.get(), SIOCOUTQ, &untaken) == 0;
    if (!is_known || (untaken == 0 && parked->stream->note_taken())) return;
    parked->waits_for = ParkedConnection::WaitsFor::cut;
    parked->deadline = std::min(parked->last_deadline, Clock::now() + pause_before_closing);
    if (parked->deadline > Clock::now()) park(std::move(parked));
}

}  // namespace aspic
