#include "caching/purge_index.h"

#include <algorithm>
#include <mutex>

namespace aspic {

PurgeIndex::PurgeIndex(std::chrono::seconds grace, std::size_t most_tags)
    : grace_{grace}, most_tags_{most_tags}
{
}

void PurgeIndex::apply(Position position, const Purge& purge, Time at)
{
    const std::unique_lock lock{mutex_};
    position_ = std::max(position_, position);
    note(position, purge, at);
}

void PurgeIndex::apply_locally(const Purge& purge, Time at)
{
    const std::unique_lock lock{mutex_};
    note({position_.milliseconds, position_.sequence + 1}, purge, at);
}

void PurgeIndex::note(Position position, const Purge& purge, Time at)
{
    if (purges_.size() >= most_tags_) {
        purges_.clear();
        trusted_from_ = position;
    }
    Purges& purges = purges_[purge.to_text()];
    if (!purge.soft) {
        purges.hard = position;
        purges.soft.clear();
    } else {
        const auto has_ended = [&](const auto& soft) { return soft.second + grace_ <= at; };
        for (const auto& soft : purges.soft) {
            if (has_ended(soft)) purges.hard = std::max(purges.hard, soft.first);
        }
        std::erase_if(purges.soft, has_ended);
        purges.soft.emplace_back(position, at);
    }
    count_.fetch_add(1, std::memory_order_release);
}

Position PurgeIndex::position() const
{
    const std::shared_lock lock{mutex_};
    return position_;
}

void PurgeIndex::judge_by(const std::string& name, const Entry& entry, Time now,
                          Verdict& verdict) const
{
    const auto found = purges_.find(name);
    if (found == purges_.end() || verdict.dead) return;
    const Purges& purges = found->second;
    if (purges.hard > entry.position) {
        verdict = {.dead = true, .purged_by = name};
        return;
    }
    // The first soft purge after the entry began its grace time.
    const auto first = std::find_if(purges.soft.begin(), purges.soft.end(),
                                    [&](const auto& soft) { return soft.first > entry.position; });
    if (first == purges.soft.end()) return;
    if (first->second + grace_ <= now) {
        verdict = {.dead = true, .purged_by = name};
    } else if (!verdict.stale_since || first->second < *verdict.stale_since) {
        verdict.stale_since = first->second;
        verdict.purged_by = name;
    }
}

PurgeIndex::Verdict PurgeIndex::judge(const Entry& entry, Time now) const
{
    const std::shared_lock lock{mutex_};
    if (entry.position < trusted_from_)
        return {.dead = true, .purged_by = "a gap in what is known of purges"};
    Verdict verdict;
    judge_by("all", entry, now, verdict);
    judge_by("path " + entry.path, entry, now, verdict);
    for (const std::string& tag : entry.tags)
        judge_by("tag " + tag, entry, now, verdict);
    return verdict;
}

}  // namespace aspic
