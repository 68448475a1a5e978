// How a thread of FastcgiServer parks requests that have to wait, and serves or refuses them later.

#include <utility>

#include <aspic/serving/connection_bytes.h>
#include <aspic/serving/fastcgi_worker.h>
#include <aspic/serving/find_parameter.h>

namespace aspic {

namespace {

constexpr std::string_view too_slow = "This request arrived too slowly.";
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
// does a thread that has parked a request: a slot may have become free just before.
bool FastcgiServer::Worker::serve_waiting()
{
    if (server_.parked_.waiting_for_us() == 0) return false;
    server_.wake_threads(server_.parked_.wake(server_.application_.cache().finished_renderings()));
    if (server_.parked_.servable() == 0) return false;
    const WorkSlots& slots = server_.application_.slots();
    Parked parked =
        server_.parked_.take_waiting([&](std::size_t work) { return slots.is_free(work); });
    if (!parked) return false;
    serve_received(std::move(parked));
    return true;
}

void FastcgiServer::Worker::park(Parked parked)
{
    if (parked->waits_for_us() && !server_.parked_.has_room()) {
        parked->request->is_last = true;
        return refuse_received(std::move(parked));
    }
    // The next tick ends the waiting for a rendering.
    const bool waits_for_rendering = parked->waits_for == ParkedConnection::WaitsFor::rendering;
    if (!waits_for_rendering && parked->deadline <= Clock::now()) return give_up(std::move(parked));
    if (Parked one_too_many = server_.parked_.park(std::move(parked)))
        give_up(std::move(one_too_many));
}

void FastcgiServer::Worker::give_up(Parked parked)
{
    switch (parked->waits_for) {
        case ParkedConnection::WaitsFor::rest_of_request:
        case ParkedConnection::WaitsFor::slot:
            parked->request->is_last = true;
            return refuse_received(std::move(parked));
        case ParkedConnection::WaitsFor::rendering:
            // It asks for the last time: there may be an old page.
            return serve_received(std::move(parked));
        case ParkedConnection::WaitsFor::reader:
            return;
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
    const bool is_busy = framing.excess() == Framing::Excess::none && parked->waits_for_us();
    if (is_busy) application.counters().add(Count::refused);
    WireResponse wire = framing.excess() == Framing::Excess::header
                            ? application.refuse(431, too_large_header, accept)
                        : framing.excess() == Framing::Excess::body
                            ? application.refuse(413, too_large_body, accept)
                        : is_busy ? application.refuse(503, too_busy, accept)
                                  : application.refuse(408, too_slow, accept);
    work_.end();
    send({std::move(parked->connection), parked->registration, keep}, framing.id(),
         std::move(wire));
}

}  // namespace aspic
