#pragma once
// A request on its way from one worker process to another: a message with its connection, and with
// its bytes as records in a file in memory. Any thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include <aspic/base/descriptor_passing.h>
#include <aspic/serving/limits.h>
#include <aspic/serving/parked_connections.h>

namespace aspic {

/// Changes with the form of the message: a newer program may have been started as a worker.
inline constexpr std::uint64_t passed_request_form = 0x41535049'43520001;  // "ASPICR", version 1

struct PassedRequest {
    std::unique_ptr<ParkedConnection> request;  // waits for a slot, in no epoll set
    /// Ends the promise of a slot. Called once the request has taken a slot, or cannot have one.
    std::function<void()> end_promise{};
};

/// Sends a request that waits for a slot. `promised_by` is the process that was seen to have a free
/// slot for it. Returns false if it was not sent. Does not wait.
bool send_request(int socket, const ParkedConnection& request, std::int32_t promised_by);

struct ReceivedFromWorker {
    std::unique_ptr<ParkedConnection> request;  // null if it cannot be read
    std::size_t work = 0;
    std::int32_t promised_by = 0;
};
/// Returns nothing if the message is not a request. `limits` must outlive the request.
std::optional<ReceivedFromWorker> to_request(PassedMessage message, const Limits& limits);

}  // namespace aspic
