#include <aspic/developing/http_probe.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include <aspic/base/errno_text.h>

namespace aspic {

namespace {

// A connection on this machine is made at once, or refused.
FileDescriptor connect_to(std::uint16_t port)
{
    FileDescriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(port);
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0)
        return {};
    return socket;
}

}  // namespace

bool is_port_taken(std::uint16_t port)
{
    return connect_to(port).is_open();
}

HttpProbe::HttpProbe(std::uint16_t port, const std::string& path) : socket_{connect_to(port)}
{
    const std::string request = "GET " + path +
                                " HTTP/1.0\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                "\r\nUser-Agent: aspic-dev\r\n\r\n";
    if (socket_.is_open() &&
        ::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0)
        socket_.close();
}

std::optional<HttpProbe::Answer> HttpProbe::answer()
{
    if (!socket_.is_open()) return Answer{.status = "nothing: the connection was refused"};
    std::array<char, 16'384> piece{};
    ssize_t got = 0;
    while ((got = ::recv(socket_.get(), piece.data(), piece.size(), MSG_DONTWAIT)) > 0)
        came_.append(piece.data(), static_cast<std::size_t>(got));
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return {};
    const std::size_t space = came_.find(' ');
    const std::size_t line = came_.find("\r\n");
    const std::size_t head = came_.find("\r\n\r\n");
    if (space > line || head == std::string::npos)
        return Answer{.status = "nothing: the connection was closed"};
    return Answer{.status = came_.substr(space + 1, line - space - 1),
                  .body = came_.substr(head + 4)};
}

}  // namespace aspic
