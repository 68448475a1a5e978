#include <aspic/purging/purge_index.h>

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
    highest_ = std::max(highest_, position);
    if (purges_.size() >= most_tags_) {
        purges_.clear();
        trusted_from_ = highest_;
    }
    Purges& purges = purges_[purge.to_text()];
    if (!purge.soft) {
        purges.hard = std::max(purges.hard, position);
        std::erase_if(purges.soft, [&](const auto& soft) { return soft.first <= purges.hard; });
    } else if (position > purges.hard) {
        const auto has_ended = [&](const auto& soft) { return soft.second + grace_ <= at; };
        for (const auto& soft : purges.soft) {
            if (has_ended(soft)) purges.hard = std::max(purges.hard, soft.first);
        }
        std::erase_if(purges.soft, has_ended);
        const auto place =
            std::lower_bound(purges.soft.begin(), purges.soft.end(), std::pair{position, at});
        if (place == purges.soft.end() || place->first != position)
            purges.soft.emplace(place, position, at);
    }
    count_.fetch_add(1, std::memory_order_release);
}

void PurgeIndex::begin_again()
{
    const std::unique_lock lock{mutex_};
    position_ = Position{};
    count_.fetch_add(1, std::memory_order_release);
}

void PurgeIndex::hold(const Purge& purge, Time at)
{
    const std::unique_lock lock{mutex_};
    Held& held = held_[purge.to_text()];
    if (purge.soft) {
        held.soft.push_back(at);
    } else {
        ++held.hard;
    }
    count_.fetch_add(1, std::memory_order_release);
}

void PurgeIndex::release(const Purge& purge)
{
    const std::unique_lock lock{mutex_};
    const auto found = held_.find(purge.to_text());
    if (found == held_.end()) return;
    Held& held = found->second;
    if (!purge.soft && held.hard > 0) --held.hard;
    if (purge.soft && !held.soft.empty()) held.soft.erase(held.soft.begin());
    if (held.hard == 0 && held.soft.empty()) held_.erase(found);
    count_.fetch_add(1, std::memory_order_release);
}

Position PurgeIndex::position() const
{
    const std::shared_lock lock{mutex_};
    return position_;
}

void PurgeIndex::judge_by_held(const std::string& name, Time now, Verdict& verdict) const
{
    const auto found = held_.find(name);
    if (found == held_.end() || verdict.dead) return;
    const Held& held = found->second;
    if (held.hard > 0 || held.soft.front() + grace_ <= now) {
        verdict = {.dead = true, .purged_by = name};
    } else if (!verdict.stale_since || held.soft.front() < *verdict.stale_since) {
        verdict.stale_since = held.soft.front();
        verdict.purged_by = name;
    }
}

void PurgeIndex::judge_by(const std::string& name, const Entry& entry, Time now,
                          Verdict& verdict) const
{
    if (!held_.empty()) judge_by_held(name, now, verdict);
    const auto found = purges_.find(name);
    if (found == purges_.end() || verdict.dead) return;
    const Purges& purges = found->second;
    if (purges.hard > entry.position) {
        verdict = {.dead = true, .purged_by = name};
        return;
    }
    // The entry's grace time began with the first soft purge after it was made.
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
        return {.dead = true, .purged_by = "a gap in the known purges"};
    Verdict verdict;
    judge_by("all", entry, now, verdict);
    judge_by("path " + entry.path.str(), entry, now, verdict);
    for (const std::string& tag : entry.tags)
        judge_by("tag " + tag, entry, now, verdict);
    return verdict;
}

}  // namespace aspic
