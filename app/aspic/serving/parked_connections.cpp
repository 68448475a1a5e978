#include <aspic/serving/parked_connections.h>

#include <sys/socket.h>
#include <sys/timerfd.h>

#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr long tick_ns = 100'000'000;

// A TCP client that has closed its sending side is treated as gone. A local one may still wait for
// its answer.
bool is_local(int connection)
{
    int family = AF_UNIX;
    socklen_t size = sizeof family;
    ::getsockopt(connection, SOL_SOCKET, SO_DOMAIN, &family, &size);
    return family == AF_UNIX;
}

std::uint32_t events_of(ParkedConnection::WaitsFor what, int connection)
{
    constexpr std::uint32_t once = EPOLLONESHOT;
    switch (what) {
        case ParkedConnection::WaitsFor::rest_of_request:
            return EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
        case ParkedConnection::WaitsFor::slot:
            // epoll always reports that both directions are closed.
            return is_local(connection) ? once : once | EPOLLRDHUP;
        case ParkedConnection::WaitsFor::cut:
            return once;
        case ParkedConnection::WaitsFor::reader:
            break;
    }
    return EPOLLOUT | EPOLLONESHOT;
}

}  // namespace

std::size_t ParkedConnection::bytes() const
{
    std::size_t sum = sizeof *this;
    if (request) sum += request->content.parameters.capacity() + request->content.body.capacity();
    if (answer) sum += answer->own_bytes();
    return sum;
}

ParkedConnections::ParkedConnections(int epoll, int timer, std::size_t most, std::size_t most_bytes)
    : epoll_{epoll}, timer_{timer}, most_{most}, most_bytes_{most_bytes}
{
}

void ParkedConnections::run_timer(bool on)
{
    if (std::exchange(timer_runs_, on) == on) return;
    itimerspec every{};
    if (on) every.it_interval.tv_nsec = every.it_value.tv_nsec = tick_ns;
    ::timerfd_settime(timer_, 0, &every, nullptr);
}

// The lock is held while the connection is added to epoll: a thread that takes it out may close it,
// and a new connection may get its number at once.
ParkedConnections::Parked ParkedConnections::park(Parked connection)
{
    const std::lock_guard lock{mutex_};
    const std::uint64_t ticket = ++last_ticket_;
    const int descriptor = connection->connection.get();
    epoll_event event{};
    event.events = events_of(connection->waits_for, descriptor);
    event.data.u64 = ticket;
    const auto before = std::exchange(connection->registration, Registration::parked);
    const int how = before == Registration::none ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (::epoll_ctl(epoll_, how, descriptor, &event) != 0) {
        log(LogLevel::error, "cannot watch a connection", {{"why", errno_text()}});
        return nullptr;
    }
    if (connection->waits_for == ParkedConnection::WaitsFor::slot) {
        queues_[connection->work].emplace(ticket, connection.get());
        ++waiting_;
        note_waiting();
    }
    bytes_ += connection->bytes();
    parked_.emplace(ticket, std::move(connection));
    ++count_;
    run_timer(true);
    // An answer that alone has more bytes is not cut for that: its memory is in use already.
    if (parked_.size() <= most_ && (bytes_ <= most_bytes_ || parked_.size() == 1)) return nullptr;
    return remove(oldest());
}

void ParkedConnections::note_waiting()
{
    if (counters_ != nullptr) counters_->set_waiting(waiting_.load(std::memory_order_relaxed));
}

// The map is in the order of arrival.
std::uint64_t ParkedConnections::oldest() const
{
    for (const auto& [ticket, one] : parked_) {
        if (one->waits_for != ParkedConnection::WaitsFor::slot) return ticket;
    }
    return parked_.begin()->first;
}

ParkedConnections::Parked ParkedConnections::remove(std::uint64_t ticket)
{
    const auto found = parked_.find(ticket);
    if (found == parked_.end()) return nullptr;
    Parked one = std::move(found->second);
    parked_.erase(found);
    --count_;
    bytes_ -= one->bytes();
    if (one->waits_for == ParkedConnection::WaitsFor::slot) {
        const auto queue = queues_.find(one->work);
        queue->second.erase(ticket);
        if (queue->second.empty()) queues_.erase(queue);
        --waiting_;
        note_waiting();
    }
    return one;
}

ParkedConnections::Parked ParkedConnections::take(std::uint64_t ticket)
{
    const std::lock_guard lock{mutex_};
    return remove(ticket);
}

std::vector<ParkedConnections::Parked> ParkedConnections::take_expired(Clock::time_point now)
{
    const std::lock_guard lock{mutex_};
    std::vector<std::uint64_t> tickets;
    for (const auto& [ticket, one] : parked_) {
        if (one->deadline <= now) tickets.push_back(ticket);
    }
    std::vector<Parked> expired;
    expired.reserve(tickets.size());
    for (const std::uint64_t ticket : tickets)
        expired.push_back(remove(ticket));
    if (parked_.empty()) run_timer(false);
    return expired;
}

ParkedConnections::Parked ParkedConnections::take_waiting(
    const std::function<bool(std::size_t)>& is_free)
{
    const std::lock_guard lock{mutex_};
    auto queue = queues_.upper_bound(last_kind_);
    for (std::size_t i = 0; i < queues_.size(); ++i, ++queue) {
        if (queue == queues_.end()) queue = queues_.begin();
        if (!is_free(queue->first)) continue;
        last_kind_ = queue->first;
        return remove(queue->second.begin()->first);
    }
    return nullptr;
}

std::vector<ParkedConnections::Parked> ParkedConnections::take_all()
{
    const std::lock_guard lock{mutex_};
    std::vector<Parked> all;
    while (!parked_.empty())
        all.push_back(remove(parked_.begin()->first));
    return all;
}

}  // namespace aspic
