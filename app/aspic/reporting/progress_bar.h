#pragma once
// The progress of a long step, on standard error. On a terminal: a bar with rate and remaining
// time, drawn at most ten times a second. Elsewhere (a log, a pipe): a line every ten seconds.
// Nothing if the step ends within half a second. Any thread.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>

namespace aspic {

class ProgressBar {
public:
    using Clock = std::chrono::steady_clock;

    /// `now` is the clock, for tests.
    ProgressBar(std::string label, std::size_t total, std::FILE* out = stderr,
                std::function<Clock::time_point()> now = Clock::now);
    /// Ends the bar's line.
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Say that one more item is done.
    void advance();

private:
    void draw(std::size_t done, Clock::time_point now);

    const std::string label_;
    const std::size_t total_;
    std::FILE* const out_;
    const bool is_terminal_;
    const std::function<Clock::time_point()> now_;
    const Clock::time_point began_;
    std::atomic<std::size_t> done_{0};
    std::mutex drawing_;
    Clock::time_point next_;
    bool drawn_ = false;
};

/// "[#####.....] 12 of 24, 31/s, 5 s left": the text after the label.
std::string progress_text(std::size_t done, std::size_t total, std::chrono::duration<double> took,
                          bool with_bar);

}  // namespace aspic
