#pragma once
// The bounds on what comes from outside; each is an option of the server.

#include <chrono>
#include <cstddef>

namespace aspic {

struct Limits {
    std::size_t most_body_bytes = std::size_t{1} << 20U;
    // of all parameters that the front end sends
    std::size_t most_header_bytes = std::size_t{64} << 10U;
    std::size_t most_header_fields = 200;
    std::chrono::milliseconds receive_time{30'000};  // for one request, body included
    std::chrono::milliseconds queue_time{10'000};    // for a free slot (site/work_slots.h)
    std::chrono::milliseconds send_time{30'000};     // for each pause of the client that reads
    std::size_t most_parked = 1000;                  // connections that wait for any of these
};

}  // namespace aspic
