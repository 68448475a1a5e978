#pragma once
// Counts what the page cache of this process has done. Each group of threads counts in its own
// slot, which has its own cache line, so that threads do not slow each other down. Any thread.

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace aspic {

enum class Count : std::uint8_t {
    hit,
    stale,     // served while it was rendered again, or in place of an error
    rendered,  // a view ran
    stored,
    waited,      // for another rendering of the page
    not_shared,  // rendered for one visitor alone
    outdated,    // found, but too old to be used, or purged
};

inline constexpr std::array<std::string_view, 7> count_names{
    "hit", "stale", "rendered", "stored", "waited", "not_shared", "outdated"};

class Counters {
public:
    void add(Count what)
    {
        slots_[slot_of_thread()].counts[static_cast<std::size_t>(what)].fetch_add(
            1, std::memory_order_relaxed);
    }
    std::uint64_t get(Count what) const
    {
        std::uint64_t total = 0;
        for (const Slot& slot : slots_)
            total += slot.counts[static_cast<std::size_t>(what)].load(std::memory_order_relaxed);
        return total;
    }

private:
    struct alignas(64) Slot {
        std::array<std::atomic<std::uint64_t>, count_names.size()> counts{};
    };
    static std::size_t slot_of_thread()
    {
        static std::atomic<std::size_t> next{0};
        thread_local const std::size_t slot =
            next.fetch_add(1, std::memory_order_relaxed) % slot_count;
        return slot;
    }

    static constexpr std::size_t slot_count = 16;
    std::array<Slot, slot_count> slots_{};
};

}  // namespace aspic
