#pragma once
// Hands open file descriptors to another process over a connected pair of sockets (SCM_RIGHTS,
// unix(7)). No function throws.

#include <optional>
#include <utility>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// Two connected sockets that keep the borders of messages. Closed on exec; they do not block.
struct SocketPair {
    FileDescriptor first;
    FileDescriptor second;
};
/// Nothing if the system has no room for one; errno says why.
std::optional<SocketPair> make_socket_pair();

/// Sends a copy of the descriptor. Waits up to a second if the receiver is slow. Returns false if
/// it was not sent.
bool send_descriptor(int socket, const FileDescriptor& descriptor);
/// Takes the next descriptor. One that is not open: none has arrived.
FileDescriptor receive_descriptor(int socket);

}  // namespace aspic
