#include <aspic/serving/fastcgi_server.h>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>

#include <aspic/base/errno_text.h>
#include <aspic/reporting/log.h>
#include <aspic/serving/fastcgi_worker.h>

namespace aspic {

namespace {

// Enough for several bodies of the largest size.
std::size_t most_parked_bytes(const Limits& limits)
{
    constexpr std::size_t usual = std::size_t{64} << 20U;
    return std::max(usual, 4 * (limits.most_body_bytes + limits.most_header_bytes));
}

}  // namespace

FastcgiServer::FastcgiServer(const Listener& listener, const Application& application,
                             const Limits& limits)
    : listener_{listener},
      application_{application},
      limits_{limits},
      epoll_{::epoll_create1(EPOLL_CLOEXEC)},
      stop_event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)},
      timer_{::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)},
      parked_{epoll_.get(), timer_.get(), limits.most_parked, most_parked_bytes(limits)}
{
    static std::once_flag initialised;
    std::call_once(initialised, [] { FCGX_Init(); });
    if (epoll_.get() < 0 || stop_event_.get() < 0 || timer_.get() < 0) {
        throw std::runtime_error{"cannot make an epoll set: " + errno_text()};
    }
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = static_cast<std::uint64_t>(stop_event_.get());
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, stop_event_.get(), &event);
    // Each tick wakes one thread.
    event.events = EPOLLIN | EPOLLET;
    event.data.u64 = static_cast<std::uint64_t>(timer_.get());
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, timer_.get(), &event);
    watch(listener_.descriptor(), true);
    parked_.count_in(application_.counters());
}

FastcgiServer::~FastcgiServer()
{
    stop(std::chrono::hours{24});
}

bool FastcgiServer::watch(int descriptor, bool is_new) const
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
    event.data.u64 = static_cast<std::uint64_t>(descriptor);
    if (::epoll_ctl(epoll_.get(), is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event) == 0)
        return true;
    log(LogLevel::error, "cannot watch a connection", {{"why", errno_text()}});
    return false;
}

void FastcgiServer::watch(FileDescriptor connection, bool is_new) const
{
    // Once it is watched, another thread may own it at once.
    const int descriptor = connection.release();
    if (!watch(descriptor, is_new)) FileDescriptor{descriptor}.close();
}

void FastcgiServer::start(std::size_t threads)
{
    running_ = threads;
    for (std::size_t i = 0; i < threads; ++i) {
        Worker& worker = *workers_.emplace_back(std::make_unique<Worker>(*this, i));
        threads_.emplace_back([this, &worker] {
            worker.run();
            const std::lock_guard lock{mutex_};
            --running_;
            ended_.notify_all();
        });
    }
}

FastcgiServer::Unfinished FastcgiServer::stop(std::chrono::milliseconds most)
{
    if (threads_.empty()) return {};
    stopping_.store(true, std::memory_order_release);
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(stop_event_.get(), &one, sizeof one);
    Unfinished unfinished;
    std::unique_lock lock{mutex_};
    const auto have_ended = [this] { return running_ == 0; };
    if (!ended_.wait_for(lock, most, have_ended)) {
        cutting_.store(true);
        unfinished.parked = parked_.take_all().size();
        // This ends the threads that wait only for parked connections.
        constexpr auto moment = std::chrono::milliseconds{200};
        if (!ended_.wait_for(lock, moment, have_ended)) {
            unfinished.running = static_cast<std::size_t>(
                std::count_if(workers_.begin(), workers_.end(),
                              [](const auto& worker) { return worker->is_busy(); }));
        }
    }
    const bool are_all_ended = running_ == 0;
    lock.unlock();
    for (std::thread& thread : threads_) {
        if (are_all_ended) {
            thread.join();
        } else {
            thread.detach();
        }
    }
    threads_.clear();
    return unfinished;
}

}  // namespace aspic
