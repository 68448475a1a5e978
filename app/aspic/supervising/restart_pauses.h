#pragma once
// How long the supervisor waits before it starts a worker in place of one that has died. Values.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>

namespace aspic {

/// A few deaths are answered at once. If many workers die within ten seconds, each pause is twice
/// as long as the one before, so that a program that cannot run does not use all of the processor.
class RestartPauses {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds remembered{10};
    static constexpr std::chrono::milliseconds first_pause{100};
    static constexpr std::chrono::milliseconds longest_pause{5000};

    /// `free` deaths within ten seconds cause no pause.
    explicit RestartPauses(std::size_t free) : free_{free} {}

    /// A worker has died. Returns the pause before the next start.
    std::chrono::milliseconds after_death(Clock::time_point now)
    {
        deaths_.push_back(now);
        while (now - deaths_.front() > remembered)
            deaths_.pop_front();
        if (deaths_.size() <= free_) return std::chrono::milliseconds{0};
        constexpr std::size_t enough = 10;  // the shift does not overflow
        const std::size_t doubled = std::min(deaths_.size() - free_ - 1, enough);
        return std::min(first_pause * (1U << doubled), longest_pause);
    }

private:
    std::size_t free_;
    std::deque<Clock::time_point> deaths_;
};

}  // namespace aspic
