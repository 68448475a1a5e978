#pragma once
// How a worker reads a socket on which other workers send open connections. Any thread.

#include <string_view>

namespace aspic {

/// True if a message waits in the inbox, and this process has room for its descriptors: the system
/// would drop them otherwise. Without room, the message stays; this says so in the log, and waits a
/// moment. `what` is the message: "request".
bool may_take_message(int inbox, std::string_view what);

}  // namespace aspic
