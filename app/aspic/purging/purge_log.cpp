#include <aspic/purging/purge_log.h>

namespace aspic {

PurgeOutcome LocalPurgeLog::purge(const Purge& purge)
{
    const std::lock_guard lock{appending_};
    Position next = index_.position();
    ++next.sequence;
    index_.apply(next, purge, now_());
    return {.appended = true};
}

}  // namespace aspic
