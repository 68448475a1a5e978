#include <aspic/base/descriptor_passing.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace aspic {

namespace {

constexpr int most_milliseconds = 1000;

// The space for one descriptor beside a message.
struct Beside {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> bytes{};
};

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
    char byte = 0;
    iovec part{&byte, 1};
    Beside beside;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = beside.bytes.data();
    message.msg_controllen = beside.bytes.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    const int number = descriptor.get();
    std::memcpy(CMSG_DATA(header), &number, sizeof number);
    for (;;) {
        if (::sendmsg(socket, &message, MSG_NOSIGNAL) == 1) return true;
        if (errno == EINTR) continue;
        // Too many descriptors are under way, or the queue is full.
        if (errno != EAGAIN && errno != ETOOMANYREFS) return false;
        pollfd writable{socket, POLLOUT, 0};
        if (::poll(&writable, 1, most_milliseconds) <= 0) return false;
    }
}

FileDescriptor receive_descriptor(int socket)
{
    char byte = 0;
    iovec part{&byte, 1};
    Beside beside;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = beside.bytes.data();
    message.msg_controllen = beside.bytes.size();
    ssize_t got = 0;
    do {
        got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) return {};
    const cmsghdr* const header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
        return {};
    int number = -1;
    std::memcpy(&number, CMSG_DATA(header), sizeof number);
    return FileDescriptor{number};
}

}  // namespace aspic
