#include <aspic/serving/new_connections.h>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <stdexcept>

#include <aspic/base/errno_text.h>

namespace aspic {

namespace {

bool is_readable(int descriptor)
{
    pollfd one{.fd = descriptor, .events = POLLIN, .revents = 0};
    return ::poll(&one, 1, 0) == 1;
}

// The connection that was first in the queue has ended; there may be others (accept(2), "Error
// handling").
bool is_lost_connection(int error)
{
    switch (error) {
        case ECONNABORTED:
        case EHOSTDOWN:
        case EHOSTUNREACH:
        case EINTR:
        case ENETDOWN:
        case ENETUNREACH:
        case ENONET:
        case ENOPROTOOPT:
        case EPROTO:
            return true;
        default:
            return false;
    }
}

void watch_edges(int epoll, int descriptor, std::uint32_t more_flags)
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET | more_flags;
    event.data.u64 = static_cast<std::uint64_t>(descriptor);
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

}  // namespace

NewConnections::NewConnections(int listener, int epoll)
    : listener_{listener}, epoll_{epoll}, more_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}
{
    if (!more_.is_open())
        throw std::runtime_error{"cannot make an event descriptor: " + errno_text()};
    watch_edges(epoll_, more_.get(), 0);
}

// Other processes may listen on the same socket: a connection wakes one process, not all.
void NewConnections::watch() const
{
    watch_edges(epoll_, listener_, EPOLLEXCLUSIVE);
}

void NewConnections::stop_watching() const
{
    epoll_event unused{};
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_, &unused);
}

FileDescriptor NewConnections::take_overlooked() const
{
    int connection = -1;
    do {
        // Neither reads nor writes may block: a connection is parked if one would.
        connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    } while (connection < 0 && is_lost_connection(errno));
    return FileDescriptor{connection};
}

// `may_be_more_` is cleared before each look: a connection that comes after the look has an event
// of its own.
FileDescriptor NewConnections::take()
{
    may_be_more_ = false;
    FileDescriptor connection = take_overlooked();
    if (!connection.is_open()) return connection;
    may_be_more_ = true;
    if (idle_ == 0) return connection;
    may_be_more_ = false;
    if (!is_readable(listener_)) return connection;
    tell_another();
    return connection;
}

void NewConnections::tell_another()
{
    may_be_more_ = true;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(more_.get(), &one, sizeof one);
}

bool NewConnections::begin_wait()
{
    idle_.fetch_add(1);
    if (!may_be_more_) return true;
    idle_.fetch_sub(1);
    return false;
}

}  // namespace aspic
