#include <aspic/base/descriptor_passing.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace aspic {

namespace {

constexpr int most_milliseconds = 2500;

}  // namespace

std::optional<SocketPair> make_socket_pair()
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
        return {};
    return SocketPair{FileDescriptor{ends[0]}, FileDescriptor{ends[1]}};
}

bool send_descriptor(int socket, const FileDescriptor& descriptor)
{
    const std::array number{descriptor.get()};
    for (;;) {
        if (send_message(socket, "d", number)) return true;
        // Too many descriptors are under way, or the queue is full.
        if (errno != EAGAIN && errno != ETOOMANYREFS) return false;
        pollfd writable{socket, POLLOUT, 0};
        if (::poll(&writable, 1, most_milliseconds) <= 0) return false;
    }
}

FileDescriptor receive_descriptor(int socket)
{
    auto message = receive_message(socket);
    if (!message || message->descriptors.empty()) return {};
    return std::move(message->descriptors.front());
}

bool send_message(int socket, std::string_view text, std::span<const int> descriptors)
{
    iovec part{const_cast<char*>(text.data()), text.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(most_message_descriptors * sizeof(int))> beside{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) {
        message.msg_control = beside.data();
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
    }
    ssize_t sent = 0;
    do {
        sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

std::optional<PassedMessage> receive_message(int socket)
{
    PassedMessage received;
    received.text.resize(most_message_bytes);
    iovec part{received.text.data(), received.text.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(most_message_descriptors * sizeof(int))> beside{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = beside.data();
    message.msg_controllen = beside.size();
    ssize_t got = 0;
    do {
        got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) return {};
    received.text.resize(static_cast<std::size_t>(got));
    const cmsghdr* const header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
        return received;
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
        int number = -1;
        std::memcpy(&number, CMSG_DATA(header) + i * sizeof number, sizeof number);
        received.descriptors.emplace_back(number);
    }
    return received;
}

}  // namespace aspic
