#pragma once
// Hands open file descriptors to another process over a connected pair of sockets (SCM_RIGHTS,
// unix(7)). No function throws.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aspic/base/file_descriptor.h>

namespace aspic {

/// Two connected sockets that keep the borders of messages. Closed on exec; they do not block.
struct SocketPair {
    FileDescriptor first;
    FileDescriptor second;
};
/// Nothing if the system has no room for one; errno says why.
std::optional<SocketPair> make_socket_pair();

/// Sends a copy of the descriptor. Waits up to 2.5 seconds if the receiver is slow. Returns false
/// if it was not sent.
bool send_descriptor(int socket, const FileDescriptor& descriptor);
/// Takes the next descriptor. One that is not open: none has arrived.
FileDescriptor receive_descriptor(int socket);

struct PassedMessage {
    std::string text;
    std::vector<FileDescriptor> descriptors;
};
/// The most that one message takes.
inline constexpr std::size_t most_message_bytes = 256;
inline constexpr std::size_t most_message_descriptors = 2;

/// Sends a text, with copies of the descriptors. Does not wait: returns false, and has sent
/// nothing, if the receiver is too slow or has gone. REQUIRES: the text is not empty.
bool send_message(int socket, std::string_view text, std::span<const int> descriptors);
/// Takes the next message. Nothing if none has arrived.
std::optional<PassedMessage> receive_message(int socket);

}  // namespace aspic
