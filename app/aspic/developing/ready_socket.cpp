#include <aspic/developing/ready_socket.h>

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string_view>

#include <aspic/base/errno_text.h>
#include <aspic/base/random_id.h>

namespace aspic {

// An abstract name, so that nothing is left in a file system.
ReadySocket::ReadySocket()
    : name_{"@aspic-dev-" + random_id()},
      socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)}
{
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(static_cast<char*>(name.sun_path), name_.data(), name_.size());
    name.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&name), size) != 0)
        throw std::runtime_error{"cannot make a socket: " + errno_text()};
}

bool ReadySocket::is_ready()
{
    std::array<char, 4096> text{};
    for (;;) {
        const ssize_t got = ::recv(socket_.get(), text.data(), text.size(), MSG_DONTWAIT);
        if (got < 0) return is_ready_;
        const std::string_view message{text.data(), static_cast<std::size_t>(got)};
        is_ready_ = is_ready_ || message.starts_with("READY=1");
    }
}

}  // namespace aspic
