#include "caching/waiting_purges.h"

#include <algorithm>

#include "http/dates.h"
#include "reporting/log.h"

namespace aspic {

WaitingPurges::WaitingPurges(PurgeIndex& index, const std::filesystem::path& spool) : index_{index}
{
    if (!spool.empty()) spool_.emplace(spool);
}

bool WaitingPurges::keep(const Purge& purge, std::string& why)
{
    const std::lock_guard lock{mutex_};
    index_.hold(purge, current_time());
    why = "there is no directory for it";
    const bool is_on_disk = spool_ && spool_->keep(purge, why);
    waiting_.push_back({purge, is_on_disk});
    return is_on_disk;
}

void WaitingPurges::find_others()
{
    if (!spool_) return;
    for (Purge& purge : spool_->read_others()) {
        log(LogLevel::info, "a purge that another process could not write is taken over",
            {{"purge", purge.to_text()}});
        const std::lock_guard lock{mutex_};
        index_.hold(purge, current_time());
        waiting_.push_back({std::move(purge), true});
    }
}

std::vector<Purge> WaitingPurges::all() const
{
    const std::lock_guard lock{mutex_};
    std::vector<Purge> purges;
    for (const Waiting& waiting : waiting_)
        purges.push_back(waiting.purge);
    return purges;
}

void WaitingPurges::done(std::size_t count)
{
    {
        const std::lock_guard lock{mutex_};
        for (std::size_t i = 0; i < count && !waiting_.empty(); ++i) {
            index_.release(waiting_.front().purge);
            log(LogLevel::info, "a purge that had waited for redis is in the log",
                {{"purge", waiting_.front().purge.to_text()}});
            waiting_.pop_front();
        }
        if (spool_ && waiting_.empty()) spool_->forget();
    }
    if (spool_) spool_->done_with_others();
}

std::size_t WaitingPurges::only_in_memory() const
{
    const std::lock_guard lock{mutex_};
    return static_cast<std::size_t>(
        std::count_if(waiting_.begin(), waiting_.end(),
                      [](const Waiting& waiting) { return !waiting.is_on_disk; }));
}

}  // namespace aspic
