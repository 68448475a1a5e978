#include <aspic/purging/purge_log.h>

#include <aspic/reporting/log.h>

namespace aspic {

PurgeOutcome LocalPurgeLog::purge(const Purge& purge)
{
    const std::lock_guard lock{appending_};
    Position next = index_.position();
    ++next.sequence;
    index_.apply(next, purge, now_());
    if (copies_) copies_->remove(purge);
    return {.appended = true};
}

PurgeOutcome AbsentPurgeLog::purge(const Purge& purge)
{
    PurgeOutcome outcome{.problem = "the purge of " + purge.to_text() + " reached nobody: " + why_};
    log(LogLevel::error, "a purge reached nobody", {{"purge", purge.to_text()}, {"why", why_}});
    return outcome;
}

}  // namespace aspic
