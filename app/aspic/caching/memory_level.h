#pragma once
// Recent pages in this process's memory, ready to be sent. The size in bytes is limited. Each shard
// has a lock; a hit takes it shared, and moves nothing.
//
// Admission follows S3-FIFO (Yang and others, "FIFO queues are all you need for cache eviction",
// SOSP 2023): a new page waits in a small queue, and only one that is requested again moves to the
// main queue. So if many URLs are requested only once, they pass through the small queue, and the
// popular pages stay.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <shared_mutex>
#include <string_view>
#include <unordered_set>

#include <aspic/entries/entry.h>

namespace aspic {

class MemoryLevel {
public:
    explicit MemoryLevel(std::size_t most_bytes);
    MemoryLevel(const MemoryLevel&) = delete;
    MemoryLevel& operator=(const MemoryLevel&) = delete;

    /// The entry whose whole key is `key`, or null. It may be stale or purged.
    EntryPtr find(std::string_view key);
    /// Keeps the entry, and replaces one with the same key. An entry larger than a shard is not
    /// kept.
    void keep(EntryPtr entry);
    void forget(std::string_view key);

    std::size_t most_bytes() const { return most_bytes_; }
    std::size_t bytes() const;
    std::size_t entries() const;
    /// The bytes of all entries that it has dropped.
    std::size_t dropped_bytes() const { return dropped_.load(std::memory_order_relaxed); }
    /// What it takes to keep this entry, with its place in the level.
    static std::size_t size_of(const Entry& entry);

private:
    struct Kept {
        EntryPtr entry;
        std::size_t size = 0;
        bool in_main = false;
        std::atomic<std::uint8_t> hits{0};  // at most 3
    };
    using Queue = std::list<Kept>;  // oldest first

    // Finds a place in a queue by the key of its entry. The function is not noexcept, so the table
    // of libstdc++ keeps each hash, and need not look at other entries to compare them.
    struct KeyHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const
        {
            return std::hash<std::string_view>{}(key);
        }
        std::size_t operator()(Queue::iterator kept) const { return (*this)(kept->entry->key); }
    };
    struct SameKey {
        using is_transparent = void;
        static std::string_view key_of(std::string_view key) { return key; }
        static std::string_view key_of(Queue::iterator kept) { return kept->entry->key; }
        bool operator()(const auto& a, const auto& b) const { return key_of(a) == key_of(b); }
    };

    class Shard {
    public:
        EntryPtr find(std::string_view key) const;
        void keep(EntryPtr entry, std::size_t most);
        void forget(std::string_view key);
        std::size_t bytes() const;
        std::size_t entries() const;
        void count_dropped_in(std::atomic<std::size_t>& dropped) { dropped_ = &dropped; }

    private:
        void remove(Queue::iterator kept);
        void make_room(std::size_t most);
        void evict_from_small(std::size_t most);
        void evict_from_main();
        void remember(std::size_t key_hash, std::size_t most);

        mutable std::shared_mutex mutex_;
        Queue small_;
        Queue main_;
        std::unordered_set<Queue::iterator, KeyHash, SameKey> by_key_;
        std::size_t small_bytes_ = 0;
        std::size_t main_bytes_ = 0;
        std::atomic<std::size_t>* dropped_ = nullptr;
        std::deque<std::size_t> ghost_order_;  // hashes of keys that left the small queue unread
        std::unordered_set<std::size_t> ghosts_;
    };
    Shard& shard_of(std::string_view key);

    static constexpr std::size_t shard_count = 16;
    const std::size_t most_bytes_;
    std::atomic<std::size_t> dropped_{0};
    std::array<Shard, shard_count> shards_;
};

}  // namespace aspic
