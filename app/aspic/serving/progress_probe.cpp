#include <aspic/serving/progress_probe.h>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <stdexcept>

#include <aspic/base/errno_text.h>

namespace aspic {

ProgressProbe::ProgressProbe(int epoll) : event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;  // each question wakes one thread
    event.data.u64 = static_cast<std::uint64_t>(event_.get());
    if (!event_.is_open() || ::epoll_ctl(epoll, EPOLL_CTL_ADD, event_.get(), &event) != 0)
        throw std::runtime_error{"cannot watch the progress of the server: " + errno_text()};
}

void ProgressProbe::answer()
{
    std::uint64_t questions = 0;
    [[maybe_unused]] const auto got = ::read(event_.get(), &questions, sizeof questions);
    is_open_.store(false);
}

bool ProgressProbe::has_answered()
{
    const bool answered = !is_open_.exchange(true);
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(event_.get(), &one, sizeof one);
    return answered;
}

}  // namespace aspic
