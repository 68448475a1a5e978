#include <aspic/caching/memory_level.h>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <utility>

#include <aspic/base/allocated.h>

namespace aspic {

namespace {

constexpr std::size_t small_share = 10;  // the small queue has a tenth of the room
constexpr std::uint8_t most_hits = 3;
constexpr std::size_t most_ghosts = 4096;  // of a shard
constexpr std::size_t least_ghosts = 64;
constexpr std::size_t bytes_for_a_ghost = 4096;  // of the shard; a ghost takes about 50 bytes

}  // namespace

MemoryLevel::MemoryLevel(std::size_t most_bytes) : most_bytes_{most_bytes}
{
    for (Shard& shard : shards_)
        shard.count_dropped_in(dropped_);
}

std::size_t MemoryLevel::size_of(const Entry& entry)
{
    constexpr std::size_t links = 2 * sizeof(void*);           // of a node of the queue
    constexpr std::size_t of_table = 3 * sizeof(void*);        // a node, with its hash
    constexpr std::size_t of_buckets = 3 * sizeof(void*) / 2;  // for each node, on average
    return entry.size() + allocated(links + sizeof(Kept)) + allocated(of_table) + of_buckets;
}

MemoryLevel::Shard& MemoryLevel::shard_of(std::string_view key)
{
    // The shard's own table uses the low bits.
    return shards_[(KeyHash{}(key) >> 16U) % shard_count];
}

EntryPtr MemoryLevel::find(std::string_view key)
{
    return shard_of(key).find(key);
}

void MemoryLevel::keep(EntryPtr entry)
{
    Shard& shard = shard_of(entry->key);
    shard.keep(std::move(entry), most_bytes_ / shard_count);
}

void MemoryLevel::forget(std::string_view key)
{
    shard_of(key).forget(key);
}

std::size_t MemoryLevel::bytes() const
{
    std::size_t total = 0;
    for (const Shard& shard : shards_)
        total += shard.bytes();
    return total;
}

std::size_t MemoryLevel::entries() const
{
    std::size_t total = 0;
    for (const Shard& shard : shards_)
        total += shard.entries();
    return total;
}

EntryPtr MemoryLevel::Shard::find(std::string_view key) const
{
    const std::shared_lock lock{mutex_};
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    Kept& kept = **found;
    const std::uint8_t hits = kept.hits.load(std::memory_order_relaxed);
    if (hits < most_hits)
        kept.hits.store(static_cast<std::uint8_t>(hits + 1), std::memory_order_relaxed);
    return kept.entry;
}

void MemoryLevel::Shard::keep(EntryPtr entry, std::size_t most)
{
    const std::size_t size = size_of(*entry);
    const std::unique_lock lock{mutex_};
    bool was_popular = false;
    if (const auto old = by_key_.find(entry->key); old != by_key_.end()) {
        was_popular = (*old)->in_main;
        remove(*old);
    }
    if (size > most) return;
    // An entry that comes back soon after it was evicted counts as popular.
    const bool to_main = was_popular || ghosts_.erase(KeyHash{}(entry->key)) > 0;
    Queue& queue = to_main ? main_ : small_;
    (to_main ? main_bytes_ : small_bytes_) += size;
    Kept& kept = queue.emplace_back();
    kept.entry = std::move(entry);
    kept.size = size;
    kept.in_main = to_main;
    by_key_.insert(std::prev(queue.end()));
    make_room(most);
}

void MemoryLevel::Shard::forget(std::string_view key)
{
    const std::unique_lock lock{mutex_};
    if (const auto found = by_key_.find(key); found != by_key_.end()) remove(*found);
}

void MemoryLevel::Shard::remove(Queue::iterator kept)
{
    by_key_.erase(kept);
    (kept->in_main ? main_bytes_ : small_bytes_) -= kept->size;
    dropped_->fetch_add(kept->size, std::memory_order_relaxed);
    (kept->in_main ? main_ : small_).erase(kept);
}

void MemoryLevel::Shard::make_room(std::size_t most)
{
    while (small_bytes_ + main_bytes_ > most) {
        if (small_bytes_ > most / small_share || main_.empty()) {
            evict_from_small(most);
        } else {
            evict_from_main();
        }
    }
}

void MemoryLevel::Shard::evict_from_small(std::size_t most)
{
    const auto oldest = small_.begin();
    if (oldest->hits.load(std::memory_order_relaxed) > 0) {
        oldest->hits.store(0, std::memory_order_relaxed);
        oldest->in_main = true;
        small_bytes_ -= oldest->size;
        main_bytes_ += oldest->size;
        main_.splice(main_.end(), small_, oldest);
    } else {
        remember(KeyHash{}(oldest), most);
        remove(oldest);
    }
}

void MemoryLevel::Shard::evict_from_main()
{
    const auto oldest = main_.begin();
    const std::uint8_t hits = oldest->hits.load(std::memory_order_relaxed);
    if (hits > 0) {
        oldest->hits.store(static_cast<std::uint8_t>(hits - 1), std::memory_order_relaxed);
        main_.splice(main_.end(), main_, oldest);
    } else {
        remove(oldest);
    }
}

void MemoryLevel::Shard::remember(std::size_t key_hash, std::size_t most)
{
    if (!ghosts_.insert(key_hash).second) return;
    ghost_order_.push_back(key_hash);
    if (ghost_order_.size() > std::clamp(most / bytes_for_a_ghost, least_ghosts, most_ghosts)) {
        ghosts_.erase(ghost_order_.front());
        ghost_order_.pop_front();
    }
}

std::size_t MemoryLevel::Shard::bytes() const
{
    const std::shared_lock lock{mutex_};
    return small_bytes_ + main_bytes_;
}

std::size_t MemoryLevel::Shard::entries() const
{
    const std::shared_lock lock{mutex_};
    return by_key_.size();
}

}  // namespace aspic
