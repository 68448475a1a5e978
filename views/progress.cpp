#include "progress.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "text.h"

namespace manual {

using namespace std::chrono_literals;

Progress::Progress(std::string label, std::size_t total, std::FILE* out)
    : label_(std::move(label)),
      total_(total),
      out_(out),
      terminal_(isatty(fileno(out)) == 1),
      next_(Clock::now() + 500ms)
{
}

Progress::~Progress()
{
    if (!drawn_) return;
    draw(total_);
    if (terminal_) std::fputc('\n', out_);
}

void Progress::at(std::size_t done)
{
    const Clock::time_point now = Clock::now();
    if (now < next_) return;
    draw(done);
    next_ = now + (terminal_ ? Clock::duration{100ms} : Clock::duration{5s});
}

void Progress::draw(std::size_t done)
{
    const std::string counts = with_commas(static_cast<std::int64_t>(done)) + " of " +
                               with_commas(static_cast<std::int64_t>(total_));
    if (terminal_) {
        constexpr std::size_t width = 30;
        const std::size_t filled = total_ == 0 ? width : width * std::min(done, total_) / total_;
        const std::string bar = std::string(filled, '#') + std::string(width - filled, '.');
        std::fprintf(out_, "\r%s [%s] %s", label_.c_str(), bar.c_str(), counts.c_str());
    } else {
        std::fprintf(out_, "%s: %s\n", label_.c_str(), counts.c_str());
    }
    std::fflush(out_);
    drawn_ = true;
}

}  // namespace manual
