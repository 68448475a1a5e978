#pragma once
// Estimates how often names were seen recently, in fixed memory. A count is never too low, but it
// is sometimes too high. Any thread, no lock.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

#include <aspic/base/clock.h>

namespace aspic {

class UseCounter {
public:
    /// All counts start at zero again after each `window`.
    explicit UseCounter(std::chrono::seconds window) : window_{window} {}

    /// Counts the name once more, and returns the new count.
    std::uint32_t count(std::string_view name, Time now)
    {
        begin_window(now);
        return slot(name).fetch_add(1, std::memory_order_relaxed) + 1;
    }

    std::uint32_t get(std::string_view name, Time now)
    {
        begin_window(now);
        return slot(name).load(std::memory_order_relaxed);
    }

private:
    void begin_window(Time now)
    {
        std::int64_t began = began_.load(std::memory_order_relaxed);
        const std::int64_t seconds = now.time_since_epoch().count();
        if (seconds - began < window_.count()) return;
        if (!began_.compare_exchange_strong(began, seconds, std::memory_order_relaxed)) return;
        for (auto& one : slots_)
            one.store(0, std::memory_order_relaxed);
    }
    std::atomic<std::uint32_t>& slot(std::string_view name)
    {
        return slots_[std::hash<std::string_view>{}(name) % slots_.size()];
    }

    const std::chrono::seconds window_;
    std::atomic<std::int64_t> began_{0};
    std::array<std::atomic<std::uint32_t>, 65536> slots_{};
};

}  // namespace aspic
