#include <aspic/serving/watched_connections.h>

#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <string>

#include <aspic/base/errno_text.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

// Neighbouring descriptors are in different cache lines, so threads do not slow each other down.
constexpr std::size_t cache_line = 64;

std::size_t most_descriptors()
{
    constexpr rlim_t least = 1024;
    constexpr rlim_t most = rlim_t{1} << 20U;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return least;
    const auto bounded = std::clamp(limit.rlim_cur, least, most);
    return (bounded + cache_line - 1) / cache_line * cache_line;
}

}  // namespace

WatchedConnections::WatchedConnections(int epoll) : epoll_{epoll}, states_(most_descriptors()) {}

std::atomic<WatchedConnections::State>& WatchedConnections::state_of(int descriptor)
{
    const auto number = static_cast<std::size_t>(descriptor);
    const std::size_t lines = states_.size() / cache_line;
    return states_[number % lines * cache_line + number / lines];
}

bool WatchedConnections::watch(int descriptor, Registration before)
{
    if (!has_room_for(descriptor)) {
        log(LogLevel::error,
            "a connection was not kept, because the limit of open files was raised after the start",
            {{"limit", std::to_string(states_.size())}});
        return false;
    }
    // It is taken before it is added: the first event may come at once.
    state_of(descriptor).store(State::taken);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP | EPOLLET;
    event.data.u64 = static_cast<std::uint64_t>(descriptor);
    const int how = before == Registration::none ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (::epoll_ctl(epoll_, how, descriptor, &event) == 0) return true;
    log(LogLevel::error, "cannot watch a connection", {{"why", errno_text()}});
    return false;
}

void WatchedConnections::forget(int descriptor) const
{
    epoll_event unused{};
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, &unused);
}

bool WatchedConnections::take(int descriptor)
{
    if (!has_room_for(descriptor)) return false;
    std::atomic<State>& state = state_of(descriptor);
    State now = State::idle;
    while (!state.compare_exchange_weak(now, now == State::idle ? State::taken : State::pending)) {
    }
    return now == State::idle;
}

bool WatchedConnections::let_go(int descriptor)
{
    std::atomic<State>& state = state_of(descriptor);
    State now = State::taken;
    if (state.compare_exchange_strong(now, State::idle)) return true;
    state.store(State::taken);
    return false;
}

bool WatchedConnections::take_idle(int descriptor)
{
    State now = State::idle;
    return state_of(descriptor).compare_exchange_strong(now, State::taken);
}

void WatchedConnections::take_all_idle(const std::function<void(FileDescriptor)>& use)
{
    for (std::size_t number = 0; number < states_.size(); ++number) {
        const int descriptor = static_cast<int>(number);
        if (take_idle(descriptor)) use(FileDescriptor{descriptor});
    }
}

}  // namespace aspic
