// How a thread of FastcgiServer answers a request, sends the answer, and lets the connection go.

#include <algorithm>
#include <functional>
#include <utility>

#include <aspic/reporting/log.h>
#include <aspic/serving/fastcgi_worker.h>

namespace aspic {

namespace {

// If a client reads slowly without stopping, the connection is closed after this many times
// `send_time`.
constexpr int most_pauses = 20;
constexpr std::size_t most_of_name = 100;  // in the log

}  // namespace

WireResponse FastcgiServer::Worker::answer(const std::optional<Refusal>& refusal)
{
    if (refusal && refusal->parameter) {
        log(LogLevel::warning,
            "a request was refused: the front end passes a parameter that no HTTP request has, "
            "with a zero byte, or with \"=\" in its name",
            {{"parameter", std::string{refusal->parameter->substr(0, most_of_name)}}});
    }
    source_.asks_again = true;
    server_.proxies_.apply_to(source_);
    if (server_.access_log_ != nullptr) {
        logged_.keep(source_);
        source_.id = logged_.id();
    }
    return refusal ? server_.application_.refuse(refusal->status, refusal->why,
                                                 source_.field("Accept").value_or(""), source_.id)
                   : server_.application_.answer(source_);
}

std::optional<WireResponse> FastcgiServer::Worker::answer_watched(
    Job job, const std::optional<Refusal>& refusal)
{
    job_ = std::move(job);
    work_.begin(job_.began);
    std::optional<WireResponse> wire = answer(refusal);
    source_.clear();
    if (!work_.end()) wire.reset();
    return wire;
}

void FastcgiServer::Worker::send(Current current, int id, WireResponse&& wire)
{
    if (wire.source) return begin_stream(std::move(current), id, std::move(wire));
    server_.application_.counters().add_answer(status_of(wire), wire.size());
    if (server_.access_log_ != nullptr)
        logged_.write(*server_.access_log_, LoggedRequest::outcome_of(wire));
    const std::function<void()> after = std::move(wire.after);
    if (!answer_) answer_ = std::make_unique<AnswerInRecords>();
    answer_->begin(std::move(wire), id);
    switch (answer_->send(current.connection.get())) {
        case Sent::whole:
            source_.head_memory = answer_->end();
            finish(std::move(current), after == nullptr);
            break;
        case Sent::gone:
            source_.head_memory = answer_->end();
            break;
        case Sent::in_part: {
            Parked parked = parked_from(std::move(current));
            parked->waits_for = ParkedConnection::WaitsFor::reader;
            parked->answer = std::move(answer_);
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

FastcgiServer::Worker::Parked FastcgiServer::Worker::parked_from(Current current)
{
    auto parked = std::make_unique<ParkedConnection>();
    parked->connection = std::move(current.connection);
    parked->registration = current.registration;
    parked->keep = current.keep;
    return parked;
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

}  // namespace aspic
