#include <aspic/sessions/ended_sessions.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace aspic {

EndedSessions::EndedSessions(std::filesystem::path file, Time now)
    : file_{file.empty() ? std::nullopt
                         : std::optional<EndedSessionsFile>{EndedSessionsFile{std::move(file)}}}
{
    if (!file_) return;
    for (const SessionEnd& ended : file_->read(now))
        remember(ended, now);
}

void EndedSessions::end(const SessionEnd& ended, Time now)
{
    remember(ended, now);
    if (file_) file_->add(ended);
}

bool EndedSessions::has(std::string_view session, std::string_view user, Time signed_in) const
{
    if (is_empty_.load(std::memory_order_acquire)) return false;
    const std::shared_lock lock{mutex_};
    if (sessions_.contains(std::string{session})) return true;
    const auto found = users_.find(std::string{user});
    return found != users_.end() && signed_in <= found->second.before;
}

Time EndedSessions::earliest_start(std::string_view user, Time now) const
{
    if (is_empty_.load(std::memory_order_acquire)) return now;
    const std::shared_lock lock{mutex_};
    const auto found = users_.find(std::string{user});
    return found == users_.end() ? now
                                 : std::max(now, found->second.before + std::chrono::seconds{1});
}

std::vector<SessionEnd> EndedSessions::all(Time now) const
{
    const std::shared_lock lock{mutex_};
    std::vector<SessionEnd> ends;
    ends.reserve(sessions_.size() + users_.size());
    for (const auto& [session, until] : sessions_) {
        if (until > now) ends.push_back({.session = session, .until = until});
    }
    for (const auto& [user, end] : users_) {
        if (end.until > now)
            ends.push_back({.user = user, .before = end.before, .until = end.until});
    }
    return ends;
}

std::size_t EndedSessions::size() const
{
    const std::shared_lock lock{mutex_};
    return sessions_.size() + users_.size();
}

void EndedSessions::remember(const SessionEnd& ended, Time now)
{
    if (ended.until <= now) return;
    const std::unique_lock lock{mutex_};
    if (!ended.session.empty()) {
        Time& until = sessions_[ended.session];
        until = std::max(until, ended.until);
    } else {
        UserEnd& end = users_[ended.user];
        end.before = std::max(end.before, ended.before);
        end.until = std::max(end.until, ended.until);
    }
    is_empty_.store(false, std::memory_order_release);
    if (sessions_.size() + users_.size() >= prune_at_) prune(now);
}

void EndedSessions::prune(Time now)
{
    std::erase_if(sessions_, [now](const auto& one) { return one.second <= now; });
    std::erase_if(users_, [now](const auto& one) { return one.second.until <= now; });
    prune_at_ = std::max(prune_at_, 2 * (sessions_.size() + users_.size()));
}

}  // namespace aspic
