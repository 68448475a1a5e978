#pragma once
// On what a thread spends the time of one request. Each moment counts for the innermost TimeIn:
// time that a view waits for Redis is Redis's, not the view's. It costs nothing while no TimeWatch
// exists on the thread.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace aspic {

enum class TimePart : std::uint8_t { other, view, templates, redis, fragments };
inline constexpr std::size_t time_parts = 5;

/// Watches the calling thread as long as it exists. Inside another one it does nothing, and shows
/// nothing.
class TimeWatch {
public:
    TimeWatch();
    ~TimeWatch();
    TimeWatch(const TimeWatch&) = delete;
    TimeWatch& operator=(const TimeWatch&) = delete;

    bool is_outermost() const { return is_outermost_; }
    /// Until now.
    std::chrono::nanoseconds spent(TimePart part) const;
    std::chrono::nanoseconds total() const;

private:
    bool is_outermost_;
};

/// As long as it exists, the time of the calling thread counts for `part`.
class TimeIn {
public:
    explicit TimeIn(TimePart part);
    ~TimeIn();
    TimeIn(const TimeIn&) = delete;
    TimeIn& operator=(const TimeIn&) = delete;

private:
    bool is_noted_;
    TimePart before_ = TimePart::other;
};

}  // namespace aspic
