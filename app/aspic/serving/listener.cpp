#include <aspic/serving/listener.h>

#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/base/numbers.h>

namespace aspic {

namespace {

constexpr int backlog = 1024;

[[noreturn]] void cannot_listen(const ListenAddress& address, const std::string& why)
{
    throw std::runtime_error{"cannot listen on " + address.to_text() + ": " + why};
}

FileDescriptor stream_socket(int family)
{
    return FileDescriptor{::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
}

// Only a refused connection means that nobody listens. Other errors (a full queue, no permission)
// mean that somebody does.
bool nobody_listens(const sockaddr_un& name)
{
    const FileDescriptor probe{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 &&
           errno == ECONNREFUSED;
}

// getaddrinfo silently uses the last 16 bits of a larger number.
void require_port(const std::string& port)
{
    if (!parse_number(port, 1, 65535))
        throw std::invalid_argument{"\"" + port +
                                    "\" is not a port: write a number from 1 to 65535, as in "
                                    "tcp:127.0.0.1:9000"};
}

}  // namespace

ListenAddress ListenAddress::parse(std::string_view text)
{
    const std::string wrong =
        "\"" + std::string{text} +
        "\" is not an address to listen on: write unix:/path/to/socket, tcp:127.0.0.1:9000 or fd:0";
    ListenAddress address;
    if (text.starts_with("unix:") && text.size() > 5) {
        address.path = text.substr(5);
        if (address.path.size() >= sizeof sockaddr_un::sun_path) {
            throw std::invalid_argument{"the socket's path " + address.path +
                                        " is longer than the " +
                                        std::to_string(sizeof sockaddr_un::sun_path - 1) +
                                        " bytes that the system allows: choose a shorter one"};
        }
        return address;
    }
    if (text.starts_with("tcp:")) {
        address.kind = Kind::tcp;
        text.remove_prefix(4);
        const std::size_t colon = text.rfind(':');
        if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
            throw std::invalid_argument{wrong};
        address.host = text.substr(0, colon);
        address.port = text.substr(colon + 1);
        require_port(address.port);
        if (address.host.starts_with('[') && address.host.ends_with(']')) {
            address.host = address.host.substr(1, address.host.size() - 2);
        }
        return address;
    }
    if (text.starts_with("fd:")) {
        address.kind = Kind::descriptor;
        if (const auto number = parse_number(text.substr(3), 0)) {
            address.descriptor = *number;
            return address;
        }
    }
    throw std::invalid_argument{wrong};
}

std::string ListenAddress::to_text() const
{
    switch (kind) {
        case Kind::unix_socket:
            return "unix:" + path;
        case Kind::tcp:
            return "tcp:" + (host.find(':') != std::string::npos ? '[' + host + ']' : host) + ':' +
                   port;
        case Kind::descriptor:
            return "fd:" + std::to_string(descriptor);
    }
    return "";
}

Listener::Listener(ListenAddress address) : address_{std::move(address)}
{
    switch (address_.kind) {
        case ListenAddress::Kind::unix_socket:
            listen_on_path();
            break;
        case ListenAddress::Kind::tcp:
            listen_on_tcp();
            break;
        case ListenAddress::Kind::descriptor:
            take_over();
            break;
    }
    // Another thread or process may take a connection first. Without this, accept would then wait
    // for the next one.
    ::fcntl(socket_.get(), F_SETFL, ::fcntl(socket_.get(), F_GETFL) | O_NONBLOCK);
}

Listener::Listener(FileDescriptor socket, ListenAddress address, bool made_file)
    : address_{std::move(address)}, socket_{std::move(socket)}
{
    find_kind();
    if (made_file) made_ = address_.path;
}

void Listener::remove_file()
{
    std::error_code ignored;
    if (!made_.empty()) std::filesystem::remove(std::exchange(made_, {}), ignored);
}

void Listener::listen_on_path()
{
    is_unix_ = true;
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    std::memcpy(static_cast<char*>(name.sun_path), address_.path.c_str(), address_.path.size() + 1);
    struct stat there {};
    if (::lstat(address_.path.c_str(), &there) == 0) {
        if (!S_ISSOCK(there.st_mode))
            cannot_listen(address_,
                          "a file with this name exists and is not a socket; remove it or choose "
                          "another path");
        if (!nobody_listens(name))
            cannot_listen(address_,
                          "another program listens there; stop it or choose another path");
        ::unlink(address_.path.c_str());
    }
    socket_ = stream_socket(AF_UNIX);
    // bind creates the file, which must have its mode from the start.
    const mode_t before = ::umask(0117);
    const int bound = ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name);
    const std::string why = bound == 0 ? "" : errno_text();
    ::umask(before);
    if (bound != 0) {
        cannot_listen(
            address_,
            why + "; its directory must exist, and this user must be allowed to write there");
    }
    made_ = address_.path;
    if (::listen(socket_.get(), backlog) != 0) cannot_listen(address_, errno_text());
}

void Listener::listen_on_tcp()
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* list = nullptr;
    if (const int error =
            ::getaddrinfo(address_.host.c_str(), address_.port.c_str(), &hints, &list);
        error != 0) {
        cannot_listen(address_, ::gai_strerror(error));
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found{list, &::freeaddrinfo};
    socket_ = stream_socket(found->ai_family);
    const int yes = 1;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (::bind(socket_.get(), found->ai_addr, found->ai_addrlen) != 0 ||
        ::listen(socket_.get(), backlog) != 0) {
        const bool taken = errno == EADDRINUSE;
        cannot_listen(
            address_,
            errno_text() + (taken ? "; stop the other program or choose another port" : ""));
    }
}

void Listener::take_over()
{
    if (!is_listening_socket(address_.descriptor)) {
        cannot_listen(address_,
                      "this descriptor is not a listening socket; it is one only if a front end or "
                      "systemd starts this program");
    }
    socket_ = FileDescriptor{address_.descriptor};
    // The program that passes a socket knows neither flag: children that views start must not
    // inherit it, and an accept must not wait for a connection that another process has taken.
    ::fcntl(socket_.get(), F_SETFD, FD_CLOEXEC);
    ::fcntl(socket_.get(), F_SETFL, ::fcntl(socket_.get(), F_GETFL) | O_NONBLOCK);
    find_kind();
}

void Listener::find_kind()
{
    sockaddr_storage name{};
    socklen_t size = sizeof name;
    ::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&name), &size);
    is_unix_ = name.ss_family == AF_UNIX;
}

bool is_listening_socket(int descriptor)
{
    int listening = 0;
    socklen_t size = sizeof listening;
    return ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 &&
           listening != 0;
}

}  // namespace aspic
