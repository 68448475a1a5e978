#pragma once
// The bounds on what comes from outside; each is an option of the server.

#include <chrono>
#include <cstddef>

namespace aspic {

struct Limits {
    std::size_t most_body_bytes = std::size_t{1} << 20U;
    /// Of all parameters that the front end sends.
    std::size_t most_header_bytes = std::size_t{64} << 10U;
    std::size_t most_header_fields = 200;
    /// For one request, body included.
    std::chrono::milliseconds receive_time{30'000};
    /// For a free slot (site/work_slots.h).
    std::chrono::milliseconds queue_time{10'000};
    /// For each pause of a client that reads its answer.
    std::chrono::milliseconds send_time{30'000};
    /// Connections that wait for any of these.
    std::size_t most_parked = 1000;
};

}  // namespace aspic
