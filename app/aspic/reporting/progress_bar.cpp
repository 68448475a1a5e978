#include <aspic/reporting/progress_bar.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace aspic {

using namespace std::chrono_literals;

namespace {

std::string formatted(const char* format, double number)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), format, number);
    return text.data();
}

std::string minutes_and_seconds(double seconds)
{
    const auto whole = static_cast<long>(std::ceil(seconds));
    if (whole < 60) return std::to_string(whole) + " s";
    if (whole < 3600)
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

}  // namespace

std::string progress_text(std::size_t done, std::size_t total, std::chrono::duration<double> took,
                          bool with_bar)
{
    std::string text;
    if (with_bar) {
        constexpr std::size_t width = 30;
        const std::size_t filled = total == 0 ? width : width * std::min(done, total) / total;
        text += '[' + std::string(filled, '#') + std::string(width - filled, '.') + "] ";
    }
    text += std::to_string(done) + " of " + std::to_string(total);
    if (done == 0 || took.count() <= 0) return text;
    const double rate = static_cast<double>(done) / took.count();
    text += ", " + formatted(rate < 10 ? "%.1f" : "%.0f", rate) + "/s";
    if (done < total)
        text += ", " + minutes_and_seconds(static_cast<double>(total - done) / rate) + " left";
    return text;
}

ProgressBar::ProgressBar(std::string label, std::size_t total, std::FILE* out,
                         std::function<Clock::time_point()> now)
    : label_{std::move(label)},
      total_{total},
      out_{out},
      is_terminal_{::isatty(::fileno(out)) == 1},
      now_{std::move(now)},
      began_{now_()},
      next_{began_ + 500ms}
{
}

ProgressBar::~ProgressBar()
{
    if (!drawn_ || !is_terminal_) return;
    draw(done_, now_());
    std::fputc('\n', out_);
}

void ProgressBar::advance()
{
    const std::size_t done = done_.fetch_add(1, std::memory_order_relaxed) + 1;
    const std::unique_lock lock{drawing_, std::try_to_lock};
    if (!lock.owns_lock()) return;
    const Clock::time_point now = now_();
    if (now < next_) return;
    draw(done, now);
    next_ = now + (is_terminal_ ? Clock::duration{100ms} : Clock::duration{10s});
}

void ProgressBar::draw(std::size_t done, Clock::time_point now)
{
    const std::string text = label_ + ' ' + progress_text(done, total_, now - began_, is_terminal_);
    // \x1b[K erases the rest of a longer line before this one (ECMA-48, EL).
    std::fprintf(out_, is_terminal_ ? "\r%s\x1b[K" : "%s\n", text.c_str());
    std::fflush(out_);
    drawn_ = true;
}

}  // namespace aspic
