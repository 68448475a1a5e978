#include <aspic/developing/site_runner.h>

#include <csignal>
#include <utility>

namespace aspic {

SiteRunner::SiteRunner(Settings settings, LogFile& log, CleanupGuard& guard)
    : settings_{std::move(settings)}, log_{log}, guard_{guard}
{
}

void SiteRunner::start()
{
    starting_.reset();
    ReadySocket ready;
    log_.begin();
    ChildCommand command = settings_.command;
    command.environment.push_back("NOTIFY_SOCKET=" + ready.name());
    command.input = settings_.listener;
    command.output = log_.descriptor();
    ChildProcess process = ChildProcess::run(command);
    guard_.add(process);
    starting_ = Program{std::move(ready), std::move(process)};
}

void SiteRunner::stand_in(const StandIn& stand_in)
{
    stand_in_.reset();
    // SIGKILL: its library handles SIGTERM, and it holds the guard's pipe open.
    stand_in_ = ChildProcess::copy([&] { stand_in.run(); }, SIGKILL);
    guard_.add(*stand_in_);
}

SiteRunner::Event SiteRunner::look()
{
    std::erase_if(leaving_, [](Program& one) { return one.process.status().has_value(); });
    if (starting_ && starting_->ready.is_ready()) {
        stand_in_.reset();
        if (serving_) {
            serving_->process.signal(SIGTERM);
            leaving_.push_back(std::move(*serving_));
        }
        serving_ = std::move(starting_);
        starting_.reset();
        return Event::ready;
    }
    if (starting_ && starting_->process.status()) {
        how_ = how_it_ended(*starting_->process.status());
        starting_.reset();
        return Event::not_started;
    }
    if (serving_ && serving_->process.status()) {
        how_ = how_it_ended(*serving_->process.status());
        serving_.reset();
        return Event::ended;
    }
    return Event::none;
}

std::optional<pollfd> SiteRunner::waits_for() const
{
    if (!starting_) return {};
    return pollfd{starting_->ready.descriptor(), POLLIN, 0};
}

void SiteRunner::kill_others()
{
    stand_in_.reset();
    starting_.reset();
    leaving_.clear();
}

}  // namespace aspic
