#include <aspic/reporting/time_spent.h>

#include <numeric>

namespace aspic {

namespace {

using Clock = std::chrono::steady_clock;

struct OfThread {
    bool is_watched = false;
    TimePart now_in = TimePart::other;
    Clock::time_point since{};
    std::array<std::chrono::nanoseconds, time_parts> spent{};

    void change_to(TimePart part)
    {
        const Clock::time_point now = Clock::now();
        spent.at(static_cast<std::size_t>(now_in)) += now - since;
        since = now;
        now_in = part;
    }
};

thread_local OfThread of_thread;

}  // namespace

TimeWatch::TimeWatch() : is_outermost_{!of_thread.is_watched}
{
    if (is_outermost_) of_thread = {.is_watched = true, .since = Clock::now()};
}

TimeWatch::~TimeWatch()
{
    if (is_outermost_) of_thread.is_watched = false;
}

std::chrono::nanoseconds TimeWatch::spent(TimePart part) const
{
    if (!is_outermost_) return {};
    of_thread.change_to(of_thread.now_in);
    return of_thread.spent.at(static_cast<std::size_t>(part));
}

std::chrono::nanoseconds TimeWatch::total() const
{
    if (!is_outermost_) return {};
    of_thread.change_to(of_thread.now_in);
    return std::accumulate(of_thread.spent.begin(), of_thread.spent.end(),
                           std::chrono::nanoseconds{0});
}

TimeIn::TimeIn(TimePart part) : is_noted_{of_thread.is_watched}
{
    if (!is_noted_) return;
    before_ = of_thread.now_in;
    of_thread.change_to(part);
}

TimeIn::~TimeIn()
{
    if (is_noted_ && of_thread.is_watched) of_thread.change_to(before_);
}

}  // namespace aspic
