#include <aspic/developing/dev_loop.h>

#include <sys/signalfd.h>
#include <unistd.h>

#include <stdexcept>

#include <aspic/base/errno_text.h>

namespace aspic {

DevLoop::DevLoop()
{
    sigemptyset(&signals_);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD})
        sigaddset(&signals_, number);
    ::sigprocmask(SIG_BLOCK, &signals_, &before_);
    signal_file_ = FileDescriptor{::signalfd(-1, &signals_, SFD_NONBLOCK | SFD_CLOEXEC)};
    if (!signal_file_.is_open())
        throw std::runtime_error{"cannot wait for signals: " + errno_text()};
}

DevLoop::~DevLoop()
{
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

void DevLoop::wait(std::chrono::milliseconds most, std::vector<pollfd> descriptors)
{
    descriptors.push_back({signal_file_.get(), POLLIN, 0});
    ::poll(descriptors.data(), descriptors.size(), static_cast<int>(most.count()));
    signalfd_siginfo signal{};
    while (::read(signal_file_.get(), &signal, sizeof signal) ==
           static_cast<ssize_t>(sizeof signal)) {
        const int number = static_cast<int>(signal.ssi_signo);
        if (number == SIGCHLD) continue;
        if (!is_stopping_) throw StopSignal{number};
        hurries_ = true;
    }
}

}  // namespace aspic
