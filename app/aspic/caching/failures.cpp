#include <aspic/caching/failures.h>

#include <algorithm>
#include <utility>

namespace aspic {

namespace {

std::chrono::seconds pause_after(unsigned count)
{
    constexpr unsigned enough = 16;  // so that the shift does not overflow
    return std::min(Failures::first_pause * (1U << std::min(count - 1, enough)),
                    Failures::longest_pause);
}

}  // namespace

std::chrono::seconds Failures::note(const std::string& key, Failure failure,
                                    std::optional<std::chrono::seconds> stated, Time now)
{
    const std::lock_guard lock{mutex_};
    if (!records_.contains(key)) make_room(now);
    Record& record = records_[key];
    if (now >= record.failure.until + remembered) record.count = 0;
    if (!stated) ++record.count;
    const auto pause = stated ? std::clamp(*stated, std::chrono::seconds{0}, longest_pause)
                              : pause_after(record.count);
    record.failure = std::move(failure);
    record.failure.until = now + pause;
    return pause;
}

std::optional<Failures::Failure> Failures::find(const std::string& key, Time now) const
{
    const std::lock_guard lock{mutex_};
    const auto found = records_.find(key);
    if (found == records_.end() || now >= found->second.failure.until) return {};
    return found->second.failure;
}

void Failures::end_pause(const std::string& key)
{
    const std::lock_guard lock{mutex_};
    const auto found = records_.find(key);
    if (found == records_.end()) return;
    found->second.count = 0;
    found->second.failure.answer.reset();
    found->second.failure.until = {};
}

std::vector<std::string> Failures::tags(const std::string& key) const
{
    const std::lock_guard lock{mutex_};
    const auto found = records_.find(key);
    return found == records_.end() ? std::vector<std::string>{} : found->second.failure.page->tags;
}

void Failures::forget(const std::string& key)
{
    const std::lock_guard lock{mutex_};
    records_.erase(key);
}

// Removes failures whose pause is over; if there are none, the one whose pause ends first.
void Failures::make_room(Time now)
{
    if (records_.size() < most_failures) return;
    std::erase_if(records_, [&](const auto& one) { return one.second.failure.until <= now; });
    if (records_.size() < most_failures) return;
    records_.erase(
        std::min_element(records_.begin(), records_.end(), [](const auto& a, const auto& b) {
            return a.second.failure.until < b.second.failure.until;
        }));
}

}  // namespace aspic
