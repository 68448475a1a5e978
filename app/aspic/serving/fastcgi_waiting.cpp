// How a thread of FastcgiServer parks requests that have to wait, and serves or refuses them later.

#include <utility>

#include <aspic/serving/connection_bytes.h>
#include <aspic/serving/fastcgi_worker.h>
#include <aspic/serving/parameters.h>
#include <aspic/site/error_pages.h>

namespace aspic {

namespace {

constexpr std::string_view too_slow = "This request arrived too slowly.";
constexpr std::string_view not_stored =
    "There is no room left here to store the body of this request. Please try again later.";
constexpr std::string_view too_busy = "This site is busy. Please try again in a few seconds.";

}  // namespace

void FastcgiServer::Worker::wait(Parked parked, WireResponse wire)
{
    const bool for_slot = wire.waits_for.has_value();
    if (for_slot) {
        parked->waits_for = ParkedConnection::WaitsFor::slot;
        parked->work = *wire.waits_for;
    } else {
        parked->waits_for = ParkedConnection::WaitsFor::rendering;
        parked->rendering = std::move(wire.waits_for_rendering);
    }
    Clock::time_point& deadline = for_slot ? parked->slot_deadline : parked->rendering_deadline;
    if (deadline == Clock::time_point{})
        deadline = Clock::now() +
                   (for_slot ? server_.limits_.queue_time : parked->rendering->most_waiting());
    parked->deadline = deadline;
    park(std::move(parked));
}

// A thread that has released a slot or finished a rendering serves a request that waits for one. So
// does a thread that has parked a request: a slot may have become free just before, here or in
// another worker.
bool FastcgiServer::Worker::serve_waiting()
{
    const bool has_given_back = WorkSlots::has_given_back();
    const WorkSlots& slots = server_.application_.slots();
    ParkedConnections& parking = server_.parked_;
    Parked parked;
    if (parking.waiting_for_us() > 0)
        server_.wake_threads(parking.wake(server_.application_.cache().finished_renderings()));
    if (parking.servable() > 0) {
        parked = parking.take_waiting(
            {.here = [&](std::size_t work) { return slots.is_free(work); },
             .elsewhere = [this](std::size_t work) { return other_has_slot(work); }});
    }
    if (!parked) {
        if (has_given_back && server_.others_ != nullptr) server_.others_->tell_of_free_slot();
        return false;
    }
    const bool waits_for_slot = parked->waits_for == ParkedConnection::WaitsFor::slot;
    if (!waits_for_slot || slots.is_free(parked->work)) {
        serve_received(std::move(parked));
        return true;
    }
    if (send_to_other(*parked)) return true;
    // The next tick tries again.
    park_here(std::move(parked));
    return false;
}

// The slot is taken before the promise ends, so no other worker sees it as free in between. The
// work of the request needs no second one.
void FastcgiServer::Worker::serve_from_other(PassedOn sent)
{
    WorkSlots& slots = server_.application_.slots();
    const std::size_t work = sent.request->work;
    const auto slot = work < slots.kinds() ? slots.take(work) : std::nullopt;
    if (sent.end_promise) sent.end_promise();
    serve_received(std::move(sent.request));
}

bool FastcgiServer::Worker::other_has_slot(std::size_t work) const
{
    return server_.others_ != nullptr && server_.others_->have_slot(work);
}

bool FastcgiServer::Worker::send_to_other(ParkedConnection& request)
{
    if (!request.may_move() || !other_has_slot(request.work)) return false;
    // The other process has the same open socket, so closing ours would not end its events here.
    if (request.registration != Registration::none)
        server_.watched_.forget(request.connection.get());
    request.registration = Registration::none;
    return server_.others_->send(request);
}

void FastcgiServer::Worker::park(Parked parked)
{
    const bool waits_for_slot = parked->waits_for == ParkedConnection::WaitsFor::slot;
    if (waits_for_slot && parked->deadline > Clock::now() && send_to_other(*parked)) return;
    park_here(std::move(parked));
}

void FastcgiServer::Worker::park_here(Parked parked)
{
    if (parked->waits_for_us() && !server_.parked_.has_room())
        return refuse_waiting(std::move(parked));
    // The next tick ends the waiting for a rendering.
    const bool waits_for_rendering = parked->waits_for == ParkedConnection::WaitsFor::rendering;
    if (!waits_for_rendering && parked->deadline <= Clock::now()) return give_up(std::move(parked));
    Parked one_too_many = server_.parked_.park(std::move(parked));
    if (one_too_many && one_too_many->waits_for != ParkedConnection::WaitsFor::cut)
        give_up(std::move(one_too_many));
}

void FastcgiServer::Worker::give_up(Parked parked)
{
    switch (parked->waits_for) {
        case ParkedConnection::WaitsFor::rest_of_request:
        case ParkedConnection::WaitsFor::slot:
            return refuse_waiting(std::move(parked));
        case ParkedConnection::WaitsFor::rendering:
            // It asks for the last time: there may be an old page.
            return serve_received(std::move(parked));
        case ParkedConnection::WaitsFor::reader:
            return;
        case ParkedConnection::WaitsFor::cut:
            return close_cut(std::move(parked));
    }
}

void FastcgiServer::Worker::refuse_waiting(Parked parked)
{
    if (parked->stream) return cut(std::move(parked), "no slot was free for its source");
    parked->request->is_last = true;
    refuse_received(std::move(parked));
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
    if (server_.access_log_ != nullptr)
        logged_.keep(parked->request->content.parameters, server_.proxies_);
    const bool is_busy = framing.excess() == Framing::Excess::none && !parked->request->is_lost &&
                         parked->waits_for_us();
    if (is_busy) application.counters().add(Count::refused);
    const auto refuse = [&](int status, std::string_view explanation) {
        return application.refuse(status, explanation, accept, logged_.id());
    };
    WireResponse wire = framing.excess() == Framing::Excess::header ? refuse(431, too_large_header)
                        : framing.excess() == Framing::Excess::body
                            ? refuse(413, body_too_large(parked->request->most_body()))
                        : parked->request->is_lost ? refuse(507, not_stored)
                        : is_busy                  ? refuse(503, too_busy)
                                                   : refuse(408, too_slow);
    work_.end();
    send({std::move(parked->connection), parked->registration, keep}, framing.id(),
         std::move(wire));
}

}  // namespace aspic
