#include <aspic/caching/request_coalescer.h>

#include <functional>

#include <aspic/base/watched_work.h>

namespace aspic {

RequestCoalescer::Shard& RequestCoalescer::shard_of(const std::string& key)
{
    return shards_[std::hash<std::string>{}(key) % shards_.size()];
}

RequestCoalescer::Boarded RequestCoalescer::board(const std::string& key,
                                                  std::chrono::milliseconds most,
                                                  const std::function<void()>& on_wait)
{
    Shard& shard = shard_of(key);
    std::unique_lock lock{shard.mutex};
    const auto [found, is_first] = shard.under_way.try_emplace(key);
    if (is_first) {
        found->second = std::make_shared<Flight>();
        return {.lead = Lead{*this, key}};
    }
    const std::shared_ptr<Flight> flight = found->second;
    if (on_wait) on_wait();
    const WatchedWork::Waiting not_counted{WatchedWork::of_this_thread()};
    shard.landing.wait_for(lock, most, [&] { return flight->has_landed; });
    return {.lead = {},
            .has_landed = flight->has_landed,
            .landed = flight->entry,
            .began = flight->began};
}

EntryPtr RequestCoalescer::landed_since(const std::string& key, Clock::time_point since)
{
    Shard& shard = shard_of(key);
    const std::lock_guard lock{shard.mutex};
    for (const Landed& landed : shard.landed) {
        if (landed.began < since || landed.key != key) continue;
        if (EntryPtr entry = landed.entry.lock()) return entry;
    }
    return nullptr;
}

std::optional<RequestCoalescer::Lead> RequestCoalescer::try_lead(const std::string& key)
{
    Shard& shard = shard_of(key);
    const std::lock_guard lock{shard.mutex};
    const auto [found, is_first] = shard.under_way.try_emplace(key);
    if (!is_first) return {};
    found->second = std::make_shared<Flight>();
    return Lead{*this, key};
}

void RequestCoalescer::Lead::land(EntryPtr entry) noexcept
{
    if (coalescer_ == nullptr) return;
    Shard& shard = std::exchange(coalescer_, nullptr)->shard_of(key_);
    {
        const std::lock_guard lock{shard.mutex};
        const auto found = shard.under_way.find(key_);
        if (entry) {
            shard.landed.at(shard.next_landed) = {key_, found->second->began, entry};
            shard.next_landed = (shard.next_landed + 1) % shard.landed.size();
        }
        found->second->has_landed = true;
        found->second->entry = std::move(entry);
        shard.under_way.erase(found);
    }
    shard.landing.notify_all();
}

}  // namespace aspic
