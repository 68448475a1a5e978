#pragma once
// The bounds on what comes from outside; each is an option of the server.

#include <chrono>
#include <cstddef>

namespace aspic {

struct Limits {
    std::size_t most_body_bytes = std::size_t{1} << 20U;
    std::size_t most_header_bytes = std::size_t{64}
                                    << 10U;  // of all parameters that the front end sends
    std::size_t most_header_fields = 200;
    std::chrono::milliseconds receive_time{30'000};  // for one request, body included
    std::chrono::milliseconds send_time{30'000};  // for each pause of the one who reads the answer
};

}  // namespace aspic
