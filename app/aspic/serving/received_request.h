#pragma once
// A request whose bytes were read from its connection, as far as they have arrived: its parameters
// in memory, its body in memory or, if it is large, on disk. One thread at a time.

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

#include <aspic/http/body.h>
#include <aspic/serving/body_spool.h>
#include <aspic/serving/framing.h>

namespace aspic {

struct ReceivedRequest {
    /// The largest body of a route, by method and target; nothing if the usual limit applies.
    using MostBody =
        std::function<std::optional<std::size_t>(std::string_view method, std::string_view target)>;

    explicit ReceivedRequest(const Limits& limits);

    /// Reads bytes as Framing::read does. If they end the parameters, the limit of the route
    /// applies from now on. A body that gets large is moved to the spool.
    std::size_t read(std::string_view bytes, const MostBody& most_body, const BodySpool& spool);

    /// The largest body that is accepted, as far as it is known.
    std::size_t most_body() const;

    Framing framing;
    /// The body is empty here if it is in `stored_body`.
    Framing::Content content;
    /// The whole body, if it was large. It is there once the framing is complete.
    Body stored_body;
    /// The body could not be stored. The rest of the request is read, but not kept.
    bool is_lost = false;
    /// The route takes a larger body than usual, so its sender may take longer.
    bool may_take_long = false;
    /// The connection is not used again: bytes came after the request, or the server stops.
    bool is_last = false;

private:
    void keep_body(const BodySpool& spool);

    std::size_t usual_most_body_;
    SpooledBody spooled_;
    bool knows_limit_ = false;
};

}  // namespace aspic
