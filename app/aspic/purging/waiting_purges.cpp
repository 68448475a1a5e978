#include <aspic/purging/waiting_purges.h>

#include <algorithm>

#include <aspic/base/clock.h>
#include <aspic/reporting/log.h>

namespace aspic {

WaitingPurges::WaitingPurges(PurgeIndex& index, const std::filesystem::path& spool) : index_{index}
{
    if (!spool.empty()) spool_.emplace(spool);
}

bool WaitingPurges::keep(const Purge& purge, std::string& why)
{
    const std::lock_guard lock{mutex_};
    // If this many purges wait, one purge of everything replaces them. It also stands for later
    // purges, until the thread that writes begins to write it.
    constexpr std::size_t most_waiting = 10'000;
    const bool is_too_much = waiting_.size() >= most_waiting;
    if (is_too_much && waiting_.size() > being_written_ && waiting_.back().is_of_everything())
        return waiting_.back().is_on_disk;
    Waiting waiting{is_too_much ? everything() : purge, false};
    index_.hold(waiting.purge, current_time());
    why = "there is no directory for waiting purges";
    waiting.is_on_disk = spool_ && spool_->keep(waiting.purge, why);
    waiting_.push_back(std::move(waiting));
    return waiting_.back().is_on_disk;
}

std::vector<Purge> WaitingPurges::find_others()
{
    if (!spool_) return {};
    std::vector<Purge> others = spool_->read_others();
    for (const Purge& purge : others) {
        log(LogLevel::info, "this process writes a purge that another process could not write",
            {{"purge", purge.to_text()}});
        const std::lock_guard lock{mutex_};
        index_.hold(purge, current_time());
        waiting_.push_back({purge, true});
    }
    return others;
}

std::vector<Purge> WaitingPurges::begin_writing()
{
    std::vector<Purge> purges;
    {
        const std::lock_guard lock{mutex_};
        being_written_ = waiting_.size();
        for (const Waiting& waiting : waiting_)
            purges.push_back(waiting.purge);
    }
    // A process may have died after its purges were taken over and written: its file is still
    // there.
    if (spool_ && purges.empty()) spool_->done_with_others();
    return purges;
}

void WaitingPurges::done(std::size_t count)
{
    {
        const std::lock_guard lock{mutex_};
        being_written_ = 0;
        for (std::size_t i = 0; i < count && !waiting_.empty(); ++i) {
            index_.release(waiting_.front().purge);
            log(LogLevel::info, "a purge that waited for redis is now in the log",
                {{"purge", waiting_.front().purge.to_text()}});
            waiting_.pop_front();
        }
        if (spool_ && waiting_.empty()) spool_->forget();
    }
    if (spool_ && count > 0) spool_->done_with_others();
}

std::size_t WaitingPurges::size() const
{
    const std::lock_guard lock{mutex_};
    return waiting_.size();
}

std::size_t WaitingPurges::only_in_memory() const
{
    const std::lock_guard lock{mutex_};
    return static_cast<std::size_t>(
        std::count_if(waiting_.begin(), waiting_.end(),
                      [](const Waiting& waiting) { return !waiting.is_on_disk; }));
}

}  // namespace aspic
