#include <aspic/developing/builder.h>

#include <sys/wait.h>

#include <csignal>
#include <utility>

namespace aspic {

Builder::Builder(std::string command, std::vector<std::string> environment, LogFile& log,
                 CleanupGuard& guard)
    : command_{std::move(command)}, environment_{std::move(environment)}, log_{log}, guard_{guard}
{
}

void Builder::start()
{
    if (process_) {
        // A compiler removes its half-made file if it is asked to end. It is not killed.
        process_->signal_group(SIGTERM);
        starts_again_ = true;
        return;
    }
    log_.begin();
    process_ = ChildProcess::run({.arguments = {"/bin/sh", "-c", command_},
                                  .environment = environment_,
                                  .output = log_.descriptor()});
    guard_.add(*process_);
}

Builder::Event Builder::look()
{
    if (!process_ || !process_->status()) return Event::none;
    const int status = *process_->status();
    process_.reset();
    if (std::exchange(starts_again_, false)) {
        start();
        return Event::none;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Event::succeeded : Event::failed;
}

void Builder::stop()
{
    if (process_) process_->signal_group(SIGTERM);
}

}  // namespace aspic
