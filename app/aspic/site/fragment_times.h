#pragma once
// Knows which fragments are slow now: pages do not wait for them. Any thread; no locks.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace aspic {

class FragmentTimes {
public:
    using Clock = std::chrono::steady_clock;

    /// A fragment that took longer than `limit` counts as slow until it is quicker, or for a minute
    /// after it was last made.
    FragmentTimes(std::size_t routes, std::chrono::milliseconds limit)
        : limit_{limit}, slow_until_(routes)
    {
    }

    void note(std::size_t route, Clock::duration took, Clock::time_point now)
    {
        const auto until = took > limit_ ? now + std::chrono::minutes{1} : Clock::time_point{};
        slow_until_.at(route).store(until.time_since_epoch().count(), std::memory_order_relaxed);
    }
    bool is_slow(std::size_t route, Clock::time_point now) const
    {
        return now.time_since_epoch().count() <
               slow_until_.at(route).load(std::memory_order_relaxed);
    }

private:
    std::chrono::milliseconds limit_;
    std::vector<std::atomic<Clock::rep>> slow_until_;
};

}  // namespace aspic
