#include <aspic/caching/request_coalescer.h>

#include <functional>

#include <aspic/base/watched_work.h>

namespace aspic {

RequestCoalescer::Shard& RequestCoalescer::shard_of(const std::string& key)
{
    return shards_[std::hash<std::string>{}(key) % shards_.size()];
}

RequestCoalescer::Joined RequestCoalescer::join(const std::string& key)
{
    Shard& shard = shard_of(key);
    const std::lock_guard lock{shard.mutex};
    const auto [found, is_first] = shard.under_way.try_emplace(key);
    if (!is_first) return {.lead = {}, .flight = found->second};
    found->second = std::make_shared<Flight>(most_waiting_);
    return {.lead = Lead{*this, key}, .flight = {}};
}

std::shared_ptr<const RequestCoalescer::Flight> RequestCoalescer::under_way(const std::string& key)
{
    Shard& shard = shard_of(key);
    const std::lock_guard lock{shard.mutex};
    const auto found = shard.under_way.find(key);
    return found == shard.under_way.end() ? nullptr : found->second;
}

bool RequestCoalescer::wait(const std::string& key, const Flight& flight)
{
    const WatchedWork::Waiting not_counted{WatchedWork::of_this_thread()};
    Shard& shard = shard_of(key);
    std::unique_lock lock{shard.mutex};
    return shard.landing.wait_for(lock, most_waiting_, [&] { return flight.is_complete(); });
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

void RequestCoalescer::Lead::land(EntryPtr entry) noexcept
{
    if (coalescer_ == nullptr) return;
    RequestCoalescer& coalescer = *std::exchange(coalescer_, nullptr);
    Shard& shard = coalescer.shard_of(key_);
    {
        const std::lock_guard lock{shard.mutex};
        const auto found = shard.under_way.find(key_);
        Flight& flight = *found->second;
        if (entry) {
            shard.landed.at(shard.next_landed) = {key_, flight.began(), entry};
            shard.next_landed = (shard.next_landed + 1) % shard.landed.size();
        }
        flight.entry_ = std::move(entry);
        flight.complete();
        shard.under_way.erase(found);
    }
    shard.landing.notify_all();
    coalescer.landings_.fetch_add(1, std::memory_order_release);
}

}  // namespace aspic
