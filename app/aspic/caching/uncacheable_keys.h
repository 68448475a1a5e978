#pragma once
// Remembers for a short time which pages must not be shared, for this process. No request waits for
// such a page. Used only if there is no fresh page. Any thread.

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include <aspic/base/clock.h>

namespace aspic {

class UncacheableKeys {
public:
    explicit UncacheableKeys(std::chrono::seconds lifetime) : lifetime_{lifetime} {}

    void write(const std::string& key, Time now)
    {
        const std::lock_guard lock{mutex_};
        if (notes_.size() >= most_notes) {
            std::erase_if(notes_, [&](const auto& note) { return note.second <= now; });
        }
        if (notes_.size() < most_notes) notes_[key] = now + lifetime_;
    }
    bool has(const std::string& key, Time now) const
    {
        const std::lock_guard lock{mutex_};
        const auto found = notes_.find(key);
        return found != notes_.end() && found->second > now;
    }
    std::chrono::seconds lifetime() const { return lifetime_; }

private:
    static constexpr std::size_t most_notes = 10'000;
    const std::chrono::seconds lifetime_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Time> notes_;
};

}  // namespace aspic
