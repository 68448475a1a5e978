#include <aspic/serving/fastcgi_server.h>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

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
    : application_{application},
      limits_{limits},
      epoll_{::epoll_create1(EPOLL_CLOEXEC)},
      stop_event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)},
      timer_{::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)},
      passed_on_event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)},
      new_connections_{listener.descriptor(), epoll_.get()},
      watched_{epoll_.get()},
      parked_{epoll_.get(), timer_.get(), limits.most_parked, most_parked_bytes(limits)},
      probe_{epoll_.get()}
{
    static std::once_flag initialised;
    std::call_once(initialised, [] { FCGX_Init(); });
    if (epoll_.get() < 0 || stop_event_.get() < 0 || timer_.get() < 0 ||
        passed_on_event_.get() < 0) {
        throw std::runtime_error{"cannot make an epoll set: " + errno_text()};
    }
    watch_always(stop_event_.get(), EPOLLIN);
    watch_always(passed_on_event_.get(), EPOLLIN);
    // Each tick wakes one thread.
    watch_always(timer_.get(), EPOLLIN | EPOLLET);
    new_connections_.watch();
    parked_.count_in(application_.counters());
}

FastcgiServer::~FastcgiServer()
{
    end_all(std::chrono::hours{24}, true);
}

void FastcgiServer::watch_always(int descriptor, std::uint32_t events) const
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = static_cast<std::uint64_t>(descriptor);
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event);
}

// While another process goes on, a connection goes there: all threads may be in views that take
// longer than this process has left. A connection that was queued before is found by
// hand_over_passed_on: it takes the lock after it was decided that another process goes on.
void FastcgiServer::pass_on(PassedOn one)
{
    const auto queue = [&](bool only_if_we_go_on) {
        const std::lock_guard lock{passed_on_mutex_};
        if (only_if_we_go_on && !one.request && hands_over()) return false;
        passed_on_.push_back(std::move(one));
        return true;
    };
    if (!queue(true)) {
        if (hand_over(one.connection, one.registration)) return;
        // A request that has arrived on it is still served.
        one.registration = Registration::none;
        queue(false);
    }
    const std::uint64_t count = 1;
    [[maybe_unused]] const auto written = ::write(passed_on_event_.get(), &count, sizeof count);
}

std::optional<FastcgiServer::PassedOn> FastcgiServer::take_passed_on()
{
    std::uint64_t one = 0;
    if (::read(passed_on_event_.get(), &one, sizeof one) != sizeof one) return {};
    const std::lock_guard lock{passed_on_mutex_};
    if (passed_on_.empty()) return {};  // see wake_threads, hand_over_passed_on
    std::optional<PassedOn> first{std::move(passed_on_.front())};
    passed_on_.pop_front();
    return first;
}

// The calling thread serves the first one itself.
void FastcgiServer::wake_threads(std::size_t connections) const
{
    if (connections < 2) return;
    const std::uint64_t count = std::min(connections, size_) - 1;
    if (count == 0) return;
    [[maybe_unused]] const auto written = ::write(passed_on_event_.get(), &count, sizeof count);
}

void FastcgiServer::adopt(FileDescriptor connection)
{
    // As for connections that we accept.
    ::fcntl(connection.get(), F_SETFL, ::fcntl(connection.get(), F_GETFL) | O_NONBLOCK);
    pass_on({std::move(connection), Registration::none});
}

void FastcgiServer::adopt(PassedRequest sent)
{
    pass_on({.request = std::move(sent.request), .end_promise = std::move(sent.end_promise)});
}

void FastcgiServer::share_with(OtherWorkers& others, std::atomic<std::uint32_t>& waiting)
{
    others_ = &others;
    parked_.show(waiting);
}

void FastcgiServer::watch_inbox(int descriptor, std::function<void()> on_readable)
{
    inboxes_.push_back({descriptor, std::move(on_readable)});
    watch_always(descriptor, EPOLLIN | EPOLLONESHOT);
}

const FastcgiServer::Inbox* FastcgiServer::inbox_of(int descriptor) const
{
    const auto found = std::find_if(inboxes_.begin(), inboxes_.end(),
                                    [&](const Inbox& one) { return one.descriptor == descriptor; });
    return found == inboxes_.end() ? nullptr : &*found;
}

void FastcgiServer::read_inbox(const Inbox& inbox, std::uint32_t events) const
{
    inbox.on_readable();
    const bool is_closed = (events & (EPOLLHUP | EPOLLERR)) != 0;
    if (is_closed || stopping_.load()) return;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLONESHOT;
    event.data.u64 = static_cast<std::uint64_t>(inbox.descriptor);
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, inbox.descriptor, &event);
}

void FastcgiServer::accept_overlooked()
{
    // Few: if there are more, the threads are at work on them.
    constexpr int most = 8;
    for (int i = 0; i < most; ++i) {
        FileDescriptor connection = new_connections_.take_overlooked();
        if (!connection.is_open()) return;
        pass_on({std::move(connection), Registration::none});
    }
}

// A connection has perhaps woken this process alone, so the others do not know of it.
void FastcgiServer::hand_over_queue()
{
    while (hands_over()) {
        FileDescriptor connection = new_connections_.take();
        if (!connection.is_open()) return;
        pass_on({std::move(connection), Registration::none});
    }
}

void FastcgiServer::hand_over_passed_on()
{
    if (!hands_over()) return;
    std::deque<PassedOn> waiting;
    {
        const std::lock_guard lock{passed_on_mutex_};
        waiting.swap(passed_on_);
    }
    for (PassedOn& one : waiting)
        pass_on(std::move(one));
}

bool FastcgiServer::hands_over() const
{
    return stopping_.load() && has_successor_.load();
}

bool FastcgiServer::hand_over(FileDescriptor& connection, Registration registration)
{
    // The other process has the same open socket, so closing ours would not end its events here.
    if (registration != Registration::none) watched_.forget(connection.get());
    const std::lock_guard lock{hand_over_mutex_};
    if (!has_successor_.load()) return false;
    if (hand_over_(connection)) return true;
    has_successor_.store(false);
    log(LogLevel::warning,
        "kept connections are closed, because they cannot be handed to the new process");
    return false;
}

// A thread that lets a connection go looks after that whether the server stops. So each is found
// here or there.
void FastcgiServer::hand_over_idle()
{
    if (!hands_over()) return;
    watched_.take_all_idle([this](FileDescriptor connection) {
        pass_on({std::move(connection), Registration::watched});
    });
}

void FastcgiServer::hand_over_if_idle(int descriptor)
{
    if (!watched_.take_idle(descriptor)) return;
    pass_on({FileDescriptor{descriptor}, Registration::watched});
}

// A thread may have taken a connection before it could see that the server stops. It then begins
// to answer the request that has arrived on it, or lets the connection go.
void FastcgiServer::wait_for_threads_between()
{
    using namespace std::chrono_literals;
    const auto until = std::chrono::steady_clock::now() + 1s;
    bool is_one_between = true;
    while (is_one_between && std::chrono::steady_clock::now() < until) {
        // At first too: what the threads have noted is visible then.
        std::this_thread::sleep_for(1ms);
        const std::lock_guard lock{mutex_};
        is_one_between = std::any_of(threads_.begin(), threads_.end(), [](const Thread& one) {
            return !one.has_ended && one.worker->is_between_requests();
        });
    }
}

FastcgiServer::Unfinished FastcgiServer::stop(std::chrono::milliseconds most, HandOver hand_over,
                                              const std::function<void()>& handed_over)
{
    hand_over_ = std::move(hand_over);
    has_successor_.store(hand_over_ != nullptr);
    if (hand_over_) new_connections_.stop_watching();
    stopping_.store(true);
    hand_over_idle();
    hand_over_queue();
    hand_over_passed_on();
    if (handed_over) {
        wait_for_threads_between();
        handed_over();
    }
    return end_all(most, false);
}

FastcgiServer::Unfinished FastcgiServer::end_all(std::chrono::milliseconds most,
                                                 bool waits_for_views)
{
    if (!watch_.joinable()) return {};
    stopping_.store(true);
    const std::uint64_t increment = 1;
    [[maybe_unused]] const auto written = ::write(stop_event_.get(), &increment, sizeof increment);
    std::unique_lock lock{mutex_};
    Unfinished unfinished;
    const auto have_ended = [this] { return running_ == 0; };
    if (!ended_.wait_for(lock, most, have_ended)) {
        cutting_.store(true);
        unfinished.parked = parked_.take_all().size();
        // This ends the threads that wait only for parked connections.
        constexpr auto moment = std::chrono::milliseconds{200};
        if (!ended_.wait_for(lock, moment, have_ended)) {
            unfinished.running = static_cast<std::size_t>(
                std::count_if(threads_.begin(), threads_.end(), [](const Thread& one) {
                    return !one.has_ended && !one.worker->is_given_up() && one.worker->is_busy();
                }));
        }
    }
    watch_ends_ = true;
    watch_wakes_.notify_all();
    lock.unlock();
    watch_.join();
    lock.lock();
    unfinished.given_up = given_up_;
    join_ended();
    lock.unlock();
    for (Thread& one : threads_) {
        if (waits_for_views) {
            one.thread.join();
        } else {
            one.thread.detach();  // the process ends before it destroys their workers
        }
    }
    if (threads_.empty() || waits_for_views)
        watched_.take_all_idle([](const FileDescriptor& /*closed*/) {});
    return unfinished;
}

}  // namespace aspic
