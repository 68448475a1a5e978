// How the thread of the mirror takes the directory, and gives it up.

#include <utility>

#include <aspic/mirroring/mirror.h>
#include <aspic/reporting/log.h>

namespace aspic {

// True if a newer program has begun: then this process usually ends soon. If it does not, and
// nobody keeps the mirror, the newer program was given up, and this one goes on.
bool Mirror::is_superseded()
{
    const std::string other = directory_.owner();
    if (other == owner_) {
        left_alone_ = {};
        return false;
    }
    const std::lock_guard lock{files_};
    if (!other.empty() && site_in(other) != settings_.site)
        complain("another site keeps its mirror there: " + site_in(other));
    if (left_alone_ == Clock::time_point{} || directory_.is_kept()) left_alone_ = Clock::now();
    if (Clock::now() < left_alone_ + settings_.patience) return true;
    std::string why;
    if (directory_.set_owner(owner_, why)) return false;
    complain(why);
    return true;
}

void Mirror::try_to_take()
{
    std::string why;
    const std::string keeper = log_->worker();
    {
        const std::lock_guard lock{files_};
        const auto taken = directory_.take(keeper, why);
        if (taken == MirrorDirectory::Taken::failed) complain(why);
        if (taken != MirrorDirectory::Taken::done) return;
        forget_all();
        complaint_.clear();
        are_kept_.store(true, std::memory_order_release);
        count();
    }
    has_old_.store(true);
    hints_.clear();
    boot_ = {};
    const std::string& former = directory_.former_keeper();
    if (!former.empty()) log_->forget_ended(former);
    log(LogLevel::info, "this process keeps the mirror",
        {{"directory", settings_.directory.string()}});
    const std::string doubt = MirrorDirectory::why_unreadable(settings_.directory);
    if (!doubt.empty() && !std::exchange(has_warned_, true)) {
        log(LogLevel::warning, "the front end may be unable to read the mirror",
            {{"directory", settings_.directory.string()}, {"why", doubt}});
    }
    offer_all();
}

// `why` is empty if this process stops, or a newer program has begun.
void Mirror::give_up(const std::string& why)
{
    const std::lock_guard lock{files_};
    if (!directory_.is_held()) return;
    if (!why.empty()) complain(why);
    std::string failure;
    if (!directory_.give_up(failure)) return abandon(failure);
    are_kept_.store(false, std::memory_order_release);
    forget_all();
}

// Old pages cannot be removed. When their trust is over, nobody sends them.
void Mirror::abandon(const std::string& why)
{
    complain(why);
    may_write_.store(false);
    std::this_thread::sleep_until(trusted_until_);
    directory_.leave();
    are_kept_.store(false, std::memory_order_release);
    forget_all();
}

}  // namespace aspic
