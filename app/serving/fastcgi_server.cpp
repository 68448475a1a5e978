#include "serving/fastcgi_server.h"

#include <fcgiapp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "reporting/log.h"
#include "serving/fastcgi_records.h"
#include "serving/fastcgi_request.h"

namespace aspic {

namespace {

constexpr auto pause_without_descriptors = std::chrono::milliseconds{100};

enum class Waiting { request, nothing_yet, gone };

Waiting look(int connection)
{
    char first = 0;
    const ssize_t got = ::recv(connection, &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (got > 0) return Waiting::request;
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? Waiting::nothing_yet : Waiting::gone;
}

void bound_receiving(int connection, std::chrono::milliseconds most)
{
    timeval limit{};
    limit.tv_sec = most.count() / 1000;
    limit.tv_usec = most.count() % 1000 * 1000;
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

}  // namespace

/// One thread's loop.
class FastcgiServer::Worker {
public:
    explicit Worker(FastcgiServer& server) : server_{server}, request_{server.limits_} {}

    void run()
    {
        for (;;) {
            // One connection at a time: a second one would wait behind the first though other
            // threads are idle. Only at the end both are asked for, as the stop event is always
            // ready then.
            const bool is_stopping = server_.stopping_.load(std::memory_order_acquire);
            std::array<epoll_event, 2> events{};
            const int ready =
                ::epoll_wait(server_.epoll_.get(), events.data(), is_stopping ? 2 : 1, -1);
            bool had_work = false;
            for (int i = 0; i < ready; ++i) {
                const int descriptor = events.at(static_cast<std::size_t>(i)).data.fd;
                if (descriptor == server_.stop_event_.get()) continue;
                had_work = true;
                if (descriptor == server_.listener_.descriptor()) {
                    accept_one();
                } else {
                    serve(descriptor, false);
                }
            }
            // The stop event stays ready: a thread ends once nothing else is.
            if (!had_work && is_stopping) return;
        }
    }

private:
    void accept_one()
    {
        const int connection =
            ::accept4(server_.listener_.descriptor(), nullptr, nullptr, SOCK_CLOEXEC);
        const int error = errno;
        if (connection < 0 &&
            (error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS)) {
            log(LogLevel::error,
                "cannot accept a connection; trying again: raise the limit of open files (ulimit "
                "-n)",
                {{"why", std::generic_category().message(error)}});
            std::this_thread::sleep_for(pause_without_descriptors);
        }
        server_.watch(server_.listener_.descriptor(), false);
        if (connection < 0) return;
        bound_receiving(connection, server_.limits_.receive_time);
        serve(connection, true);
    }

    // `connection` is this thread's alone until it is watched again. One that epoll gave is ready;
    // a new one may have nothing to read for a long time.
    void serve(int connection, bool is_new)
    {
        if (is_new) {
            const Waiting waiting = look(connection);
            if (waiting == Waiting::nothing_yet) return server_.watch(connection, true);
            if (waiting == Waiting::gone) {
                ::close(connection);
                return;
            }
        }
        if (!request_.begin(connection)) return;
        std::function<void()> after;
        const bool sent = answer(connection, after);
        const bool keep =
            sent && request_.may_be_kept() && !server_.stopping_.load(std::memory_order_acquire);
        request_.end();
        if (keep) {
            server_.watch(connection, is_new);
        } else {
            ::close(connection);
        }
        if (after) after();
    }

    bool answer(int connection, std::function<void()>& after)
    {
        RequestSource source;
        const auto refusal = request_.read(source);
        WireResponse wire = refusal ? server_.application_.refuse(refusal->status, refusal->why)
                                    : server_.application_.answer(std::move(source));
        after = std::move(wire.after);
        return send_answer(connection, request_.id(), wire, server_.limits_.send_time);
    }

    FastcgiServer& server_;
    FastcgiRequest request_;
};

FastcgiServer::FastcgiServer(const Listener& listener, const Application& application,
                             const Limits& limits)
    : listener_{listener},
      application_{application},
      limits_{limits},
      epoll_{::epoll_create1(EPOLL_CLOEXEC)},
      stop_event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}
{
    static std::once_flag initialised;
    std::call_once(initialised, [] { FCGX_Init(); });
    if (epoll_.get() < 0 || stop_event_.get() < 0) {
        throw std::runtime_error{"cannot make an epoll set: " +
                                 std::generic_category().message(errno)};
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = stop_event_.get();
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, stop_event_.get(), &event);
    watch(listener_.descriptor(), true);
}

FastcgiServer::~FastcgiServer()
{
    stop();
}

void FastcgiServer::watch(int descriptor, bool is_new) const
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
    event.data.fd = descriptor;
    if (::epoll_ctl(epoll_.get(), is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event) !=
        0) {
        log(LogLevel::error, "cannot watch a connection",
            {{"why", std::generic_category().message(errno)}});
        if (descriptor != listener_.descriptor()) ::close(descriptor);
    }
}

void FastcgiServer::start(std::size_t threads)
{
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { Worker{*this}.run(); });
    }
}

void FastcgiServer::stop()
{
    if (threads_.empty()) return;
    stopping_.store(true, std::memory_order_release);
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_event_.get(), &one, sizeof one);
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
}

}  // namespace aspic
