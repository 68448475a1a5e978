#include <aspic/serving/parked_connections.h>

#include <sys/socket.h>
#include <sys/timerfd.h>

#include <algorithm>
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
        case ParkedConnection::WaitsFor::rendering:
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
    if (connection->waits_for_us()) enqueue(ticket, *connection);
    bytes_ += connection->bytes();
    parked_.emplace(ticket, std::move(connection));
    ++count_;
    run_timer(true);
    // An answer that alone has more bytes is not cut for that: its memory is in use already.
    if (parked_.size() <= most_ && (bytes_ <= most_bytes_ || parked_.size() == 1)) return nullptr;
    return remove(oldest());
}

// A rendering that completes while its connection is parked is not missed: it is complete before
// the lock is taken here, or the lock is taken by wake() after that.
void ParkedConnections::enqueue(std::uint64_t ticket, ParkedConnection& one)
{
    if (one.waits_for == ParkedConnection::WaitsFor::rendering) {
        if (!one.rendering->is_complete()) {
            one.work = 0;
            sleepers_[one.rendering.get()].emplace(ticket, &one);
            ++asleep_;
            return note_waiting();
        }
        one.work = woken;
    }
    queues_[one.work].emplace(ticket, &one);
    ++servable_;
    note_waiting();
}

void ParkedConnections::dequeue(std::uint64_t ticket, const ParkedConnection& one)
{
    const auto remove_from = [&](auto& queues, const auto& key) {
        const auto queue = queues.find(key);
        queue->second.erase(ticket);
        if (queue->second.empty()) queues.erase(queue);
    };
    if (one.waits_for == ParkedConnection::WaitsFor::rendering && one.work != woken) {
        remove_from(sleepers_, one.rendering.get());
        --asleep_;
    } else {
        remove_from(queues_, one.work);
        --servable_;
    }
    note_waiting();
}

std::size_t ParkedConnections::wake(std::uint64_t finished)
{
    if (asleep_.load() == 0 || last_finished_.load() == finished) return 0;
    const std::lock_guard lock{mutex_};
    last_finished_.store(finished);
    std::size_t count = 0;
    for (auto sleepers = sleepers_.begin(); sleepers != sleepers_.end();) {
        if (!sleepers->first->is_complete()) {
            ++sleepers;
            continue;
        }
        count += sleepers->second.size();
        for (const auto& [ticket, one] : sleepers->second)
            one->work = woken;
        queues_[woken].merge(sleepers->second);
        sleepers = sleepers_.erase(sleepers);
    }
    servable_ += count;
    asleep_ -= count;
    note_waiting();
    return count;
}

void ParkedConnections::note_waiting()
{
    if (counters_ != nullptr) counters_->set_waiting(waiting_for_us());
    if (shown_ != nullptr) shown_->store(static_cast<std::uint32_t>(servable()));
}

// The map is in the order of arrival.
std::uint64_t ParkedConnections::oldest() const
{
    for (const auto& [ticket, one] : parked_) {
        if (!one->waits_for_us()) return ticket;
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
    if (one->waits_for_us()) dequeue(ticket, *one);
    return one;
}

ParkedConnections::Parked ParkedConnections::take(std::uint64_t ticket)
{
    const std::lock_guard lock{mutex_};
    return remove(ticket);
}

ParkedConnections::Parked ParkedConnections::take_expired(Clock::time_point now)
{
    const std::lock_guard lock{mutex_};
    const auto expired = std::find_if(parked_.begin(), parked_.end(), [now](const auto& one) {
        return one.second->deadline <= now;
    });
    Parked first = expired == parked_.end() ? nullptr : remove(expired->first);
    if (parked_.empty()) run_timer(false);
    return first;
}

ParkedConnections::Parked ParkedConnections::take_waiting(const FreeSlots& free)
{
    const std::lock_guard lock{mutex_};
    auto queue = queues_.upper_bound(last_kind_);
    for (std::size_t i = 0; i < queues_.size(); ++i, ++queue) {
        if (queue == queues_.end()) queue = queues_.begin();
        const auto& [work, waiting] = *queue;
        auto next = waiting.begin();
        if (work != woken && !free.here(work)) {
            if (!free.elsewhere(work)) continue;
            next = std::find_if(waiting.begin(), waiting.end(),
                                [](const auto& one) { return one.second->may_move(); });
            if (next == waiting.end()) continue;
        }
        last_kind_ = work;
        return remove(next->first);
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
