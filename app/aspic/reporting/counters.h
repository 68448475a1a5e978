#pragma once
// Counts what this process does. Each group of threads counts in its own slot, whose cache lines no
// other group writes, so that threads do not slow each other down. Any thread; no locks.
//
// The counters may be in memory that other processes map (process_board.h), so their layout is part
// of the format of that file.

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aspic {

enum class Count : std::uint8_t {
    // What the page cache does, in the order of count_names. A hit writes only one cache line for
    // these and one for the answer.
    hit,
    stale,     // served while it was rendered again, or in place of an error
    rendered,  // a view ran
    stored,
    waited,      // for another rendering of the page
    not_shared,  // rendered for one visitor alone
    outdated,    // found, but too old to be used, or purged

    malformed,  // connections that were closed because they sent no FastCGI request
    answered_2xx,
    answered_3xx,
    answered_4xx,
    answered_5xx,
    bytes,    // of answers, with their fields
    refused,  // answered 503 because no thread was free in time
    rendering_nanoseconds,
    job_done,  // jobs of the site that have ended as they should
    job_failed,
    job_late,       // took longer than their time limit
    mirrored,       // pages that were written into the mirror
    mirror_failed,  // a page could not be written or removed, or the mirror not be kept
    // And one for each bucket of the histogram of rendering times.
    first_bucket,
};

/// Those of the page cache.
inline constexpr std::array<std::string_view, 7> count_names{
    "hit", "stale", "rendered", "stored", "waited", "not_shared", "outdated"};

/// An upper bound of the histogram of rendering times, and how it is written in seconds.
struct RenderingBucket {
    std::chrono::microseconds most;
    std::string_view seconds;
};
inline constexpr std::array rendering_buckets{
    RenderingBucket{std::chrono::microseconds{500}, "0.0005"},
    RenderingBucket{std::chrono::milliseconds{1}, "0.001"},
    RenderingBucket{std::chrono::microseconds{2'500}, "0.0025"},
    RenderingBucket{std::chrono::milliseconds{5}, "0.005"},
    RenderingBucket{std::chrono::milliseconds{10}, "0.01"},
    RenderingBucket{std::chrono::milliseconds{25}, "0.025"},
    RenderingBucket{std::chrono::milliseconds{50}, "0.05"},
    RenderingBucket{std::chrono::milliseconds{100}, "0.1"},
    RenderingBucket{std::chrono::milliseconds{250}, "0.25"},
    RenderingBucket{std::chrono::milliseconds{500}, "0.5"},
    RenderingBucket{std::chrono::seconds{1}, "1"},
    RenderingBucket{std::chrono::milliseconds{2'500}, "2.5"},
    RenderingBucket{std::chrono::seconds{5}, "5"},
    RenderingBucket{std::chrono::seconds{10}, "10"},
};
/// One more bucket is for times above the last bound.
inline constexpr std::size_t bucket_count = rendering_buckets.size() + 1;

/// The counts at one moment, or the sum of several processes.
class CountTotals {
public:
    static constexpr std::size_t size =
        static_cast<std::size_t>(Count::first_bucket) + bucket_count;

    std::uint64_t get(Count what) const { return counts.at(static_cast<std::size_t>(what)); }
    /// The renderings in one bucket alone.
    std::uint64_t bucket(std::size_t number) const
    {
        return counts.at(static_cast<std::size_t>(Count::first_bucket) + number);
    }
    std::uint64_t answers() const;
    std::uint64_t renderings() const;
    /// Of the answers that the page cache was asked for, the share that it had; 0 if there were
    /// none.
    double hit_ratio() const;
    /// The rendering time that this share of renderings does not exceed, interpolated within its
    /// bucket as Prometheus does (histogram_quantile). 0 if there were none.
    std::chrono::duration<double> rendering_quantile(double share) const;

    CountTotals& operator+=(const CountTotals& other);
    /// What was counted since `before`.
    CountTotals since(const CountTotals& before) const;
    bool operator==(const CountTotals&) const = default;

    std::array<std::uint64_t, size> counts{};
};

/// Of the pages that the front end sends by itself (mirroring/README.md).
struct MirrorSize {
    bool is_kept = false;  // this process keeps the mirror
    std::uint64_t pages = 0;
    std::uint64_t bytes = 0;
};

class Counters {
public:
    void add(Count what, std::uint64_t by = 1)
    {
        slots_[slot_of_thread()].counts[static_cast<std::size_t>(what)].fetch_add(
            by, std::memory_order_relaxed);
    }
    void add_answer(int status, std::size_t bytes);
    void add_rendering(std::chrono::nanoseconds took);

    std::uint64_t get(Count what) const
    {
        std::uint64_t total = 0;
        for (const Slot& slot : slots_)
            total += slot.counts[static_cast<std::size_t>(what)].load(std::memory_order_relaxed);
        return total;
    }
    CountTotals totals() const;

    /// Requests that wait for a free thread, or for another's rendering, now.
    std::uint64_t waiting() const { return waiting_.load(std::memory_order_relaxed); }
    void set_waiting(std::uint64_t count) { waiting_.store(count, std::memory_order_relaxed); }

    /// What this process has in the mirror now.
    MirrorSize mirror() const
    {
        return {.is_kept = mirror_is_kept_.load(std::memory_order_relaxed),
                .pages = mirror_pages_.load(std::memory_order_relaxed),
                .bytes = mirror_bytes_.load(std::memory_order_relaxed)};
    }
    void set_mirror(const MirrorSize& size)
    {
        mirror_is_kept_.store(size.is_kept, std::memory_order_relaxed);
        mirror_pages_.store(size.pages, std::memory_order_relaxed);
        mirror_bytes_.store(size.bytes, std::memory_order_relaxed);
    }

private:
    struct alignas(64) Slot {
        std::array<std::atomic<std::uint64_t>, CountTotals::size> counts{};
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
    std::atomic<std::uint64_t> waiting_{0};
    std::atomic<bool> mirror_is_kept_{false};
    std::atomic<std::uint64_t> mirror_pages_{0};
    std::atomic<std::uint64_t> mirror_bytes_{0};
};

}  // namespace aspic
