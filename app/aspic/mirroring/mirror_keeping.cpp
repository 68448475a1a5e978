// The thread of the mirror while it keeps the directory, or waits for it.

#include <algorithm>
#include <utility>

#include <aspic/base/clock.h>
#include <aspic/base/syntax.h>
#include <aspic/mirroring/mirror.h>
#include <aspic/reporting/log.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

constexpr auto look_interval = 250ms;
constexpr auto take_interval = 1s;
// The front end looks at its trust once in a second of its clock.
constexpr auto longest_without_look = 1s;

// Subtracted from the time that a purge waits: a purge waits for a silent worker a second longer
// than its blind time, and the front end may notice the end of its trust a second late.
std::chrono::milliseconds margin_of(std::chrono::milliseconds blind_time)
{
    return std::min<std::chrono::milliseconds>(500ms, blind_time / 2);
}

}  // namespace

void Mirror::keep()
{
    for (;;) {
        {
            std::unique_lock lock{offers_};
            changed_.wait_until(lock, looked_after_ + look_interval, [this] {
                return stopping_ || (!queue_.empty() && may_write_.load());
            });
            if (stopping_) break;
        }
        if (Clock::now() >= looked_after_ + look_interval) {
            look_after();
            looked_after_ = Clock::now();
        }
        if (const EntryPtr entry = next()) write(*entry);
    }
    give_up("");
}

EntryPtr Mirror::next()
{
    if (!may_write_.load()) return nullptr;
    const std::lock_guard lock{offers_};
    while (!queue_.empty()) {
        EntryPtr entry = queue_.front().lock();
        queue_.pop_front();
        if (entry) return entry;
    }
    return nullptr;
}

void Mirror::look_after()
{
    if (!are_kept()) {
        if (Clock::now() >= tried_to_take_ + take_interval) {
            tried_to_take_ = Clock::now();
            is_superseded_ = is_superseded();
            if (!is_superseded_) try_to_take();
        }
        if (are_kept()) return renew_trust();
        if (!is_superseded_) give_hints();
        return;
    }
    const bool is_intact = [&] {
        const std::lock_guard lock{files_};
        return directory_.is_held() && directory_.is_intact();
    }();
    const std::string owner = directory_.owner();
    const bool is_newer = owner != owner_ && site_in(owner) == settings_.site;
    if (!is_intact || owner != owner_)
        return give_up(is_newer ? "" : "another process has replaced the directory or its pages");
    if (was_set_back()) remove(everything());
    renew_trust();
    take_hints();
    remove_expired();
    if (has_old_.exchange(false)) directory_.delete_old();
    const std::lock_guard lock{offers_};
    std::erase_if(seen_, [](const auto& one) { return one.second.expired(); });
}

void Mirror::offer_all()
{
    const std::lock_guard lock{offers_};
    queue_.clear();
    for (const auto& [path, entry] : seen_)
        queue_.push_back(entry);
}

// Other workers have pages that this one has not been asked for. There may be thousands: the trust
// must be renewed meanwhile, and this process may have to stop.
void Mirror::take_hints()
{
    if (!may_write_.load()) return;
    if (hints_.empty()) hints_ = directory_.take_hints();
    const auto until = Clock::now() + look_interval;
    std::string_view rest = hints_;
    while (!rest.empty() && Clock::now() < until) {
        std::string_view line = syntax::take_until(rest, '\n');
        const std::string path{syntax::take_until(line, ' ')};
        const std::string key{line};
        if (key.empty()) continue;
        if (const EntryPtr entry = load_(key, path)) write(*entry);
    }
    hints_.erase(0, hints_.size() - rest.size());
}

void Mirror::give_hints()
{
    std::string keeper = directory_.keeper();
    if (keeper.empty()) return;
    // A new one has none of the pages.
    if (keeper != std::exchange(keeper_, keeper)) offer_all();
    std::string lines;
    {
        const std::lock_guard lock{offers_};
        for (; !queue_.empty(); queue_.pop_front()) {
            if (const EntryPtr entry = queue_.front().lock())
                lines.append(entry->path).append(" ").append(entry->key).append("\n");
        }
    }
    if (!lines.empty()) directory_.hint(lines);
}

void Mirror::renew_trust()
{
    const std::lock_guard lock{files_};
    if (!directory_.is_held()) return;
    // This process may be stopped between any two lines, so the moment comes first.
    const Clock::time_point from = Clock::now();
    const MirrorDirectory::Moment moment = MirrorDirectory::now();
    const auto left = std::min(log_->copies_current_for(), settings_.blind_time);
    const auto trusted = left - margin_of(settings_.blind_time);
    may_write_.store(trusted > 0ms);
    if (trusted <= 0ms) return;
    std::string why;
    if (!directory_.trust(moment, trusted, why)) complain(why);
    trusted_until_ = from + trusted + longest_without_look;
}

void Mirror::remove_expired()
{
    const std::lock_guard lock{files_};
    std::string why;
    if (!directory_.remove(index_.take_expired(current_time()), why)) complain(why);
    count();
}

// The front end compares times of expiry with the time of day.
bool Mirror::was_set_back()
{
    constexpr auto tolerated = 2s;
    const MirrorDirectory::Moment now = MirrorDirectory::now();
    const auto before = std::exchange(boot_, now.clock - now.uptime);
    return before != 0ms && boot_ < before - tolerated;
}

}  // namespace aspic
