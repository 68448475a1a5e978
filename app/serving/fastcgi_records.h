#pragma once
// An answer as FastCGI records (FastCGI Specification 1.0, sections 3.3 and 5), sent with one
// writev: STDOUT records around the pieces where they lie, the empty STDOUT record, END_REQUEST. No
// byte of a page is copied.

#include <chrono>

#include "http/wire_response.h"

namespace aspic {

/// Sends the whole answer, waiting at most `most` each time the peer takes nothing. False where the
/// peer is gone or too slow: the connection is of no use any more.
bool send_answer(int connection, int request_id, const WireResponse& answer,
                 std::chrono::milliseconds most);

}  // namespace aspic
