#include <aspic/serving/connection_bytes.h>

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace aspic {

Got receive(int connection, char* buffer, std::size_t size, std::size_t& got)
{
    ssize_t result = 0;
    do {
        result = ::recv(connection, buffer, size, MSG_DONTWAIT);
    } while (result < 0 && errno == EINTR);
    got = result > 0 ? static_cast<std::size_t>(result) : 0;
    if (result > 0) return Got::bytes;
    return result < 0 && errno == EAGAIN ? Got::nothing_yet : Got::end;
}

void drop_unread(int connection)
{
    std::array<char, 4096> piece{};
    std::size_t got = 0;
    for (std::size_t sum = 0; sum < most_at_once; sum += got) {
        if (receive(connection, piece.data(), piece.size(), got) != Got::bytes) return;
    }
}

bool send_replies(int connection, std::string_view replies)
{
    return replies.empty() ||
           ::send(connection, replies.data(), replies.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
               static_cast<ssize_t>(replies.size());
}

}  // namespace aspic
