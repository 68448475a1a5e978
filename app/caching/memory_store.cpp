#include "caching/memory_store.h"

#include <functional>
#include <mutex>
#include <utility>

namespace aspic {

MemoryStore::MemoryStore(std::size_t most_bytes) : most_bytes_{most_bytes} {}

MemoryStore::Shard& MemoryStore::shard_of(std::string_view key)
{
    return shards_[std::hash<std::string_view>{}(key) % shard_count];
}

EntryPtr MemoryStore::load(std::string_view /*path*/, const std::string& key)
{
    Shard& shard = shard_of(key);
    const std::shared_lock lock{shard.mutex};
    const auto found = shard.by_key.find(key);
    if (found == shard.by_key.end()) return nullptr;
    Kept& kept = *found->second;
    if (!kept.asked_for.load(std::memory_order_relaxed))
        kept.asked_for.store(true, std::memory_order_relaxed);
    return kept.entry;
}

bool MemoryStore::save(EntryPtr entry, Time /*now*/)
{
    const std::size_t most = most_bytes_ / shard_count;
    const std::size_t size = entry->size();
    if (size > most) return false;
    Shard& shard = shard_of(entry->key);
    const std::unique_lock lock{shard.mutex};
    if (const auto old = shard.by_key.find(entry->key); old != shard.by_key.end())
        shard.remove(old->second);
    shard.make_room(size, most);
    Kept& kept = shard.order.emplace_back();
    kept.entry = std::move(entry);
    kept.size = size;
    shard.by_key.emplace(kept.entry->key, std::prev(shard.order.end()));
    shard.bytes += size;
    return true;
}

void MemoryStore::Shard::remove(std::list<Kept>::iterator kept)
{
    by_key.erase(kept->entry->key);
    bytes -= kept->size;
    order.erase(kept);
}

void MemoryStore::Shard::make_room(std::size_t wanted, std::size_t most)
{
    while (bytes + wanted > most) {
        const auto oldest = order.begin();
        if (oldest->asked_for.exchange(false, std::memory_order_relaxed)) {
            order.splice(order.end(), order, oldest);
        } else {
            remove(oldest);
        }
    }
}

std::optional<Inputs> MemoryStore::load_inputs(std::string_view /*route*/)
{
    return Inputs{};
}

void MemoryStore::save_inputs(std::string_view /*route*/, const Inputs& /*inputs*/) {}

std::string MemoryStore::description() const
{
    return "memory " + std::to_string(most_bytes_ >> 20U) + " MiB";
}

std::size_t MemoryStore::bytes() const
{
    std::size_t total = 0;
    for (const Shard& shard : shards_) {
        const std::shared_lock lock{shard.mutex};
        total += shard.bytes;
    }
    return total;
}

}  // namespace aspic
