#pragma once
// The limits for requests and clients. Each is an option of the server.

#include <chrono>
#include <cstddef>

namespace aspic {

struct Limits {
    std::size_t most_body_bytes = std::size_t{1} << 20U;
    /// For all parameters that the front end sends.
    std::size_t most_header_bytes = std::size_t{64} << 10U;
    std::size_t most_header_fields = 200;
    /// To receive one request, body included.
    std::chrono::milliseconds receive_time{30'000};
    /// To wait for a free slot (site/work_slots.h).
    std::chrono::milliseconds queue_time{10'000};
    /// To run a view. After it, its thread is given up.
    std::chrono::milliseconds view_time{60'000};
    /// To wait for a client that stops reading.
    std::chrono::milliseconds send_time{30'000};
    /// The number of connections that wait for any of these.
    std::size_t most_parked = 1000;
};

}  // namespace aspic
