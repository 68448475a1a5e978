#pragma once
// One renderer per page in this process: the first request that misses a page renders it, the
// others wait for its result, for a limited time. They wait with their thread (`wait`), or without
// one: their caller keeps the flight, and asks again when it is complete. Any thread; only misses
// take the locks.

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <aspic/base/completion.h>
#include <aspic/entries/entry.h>

namespace aspic {

class RequestCoalescer {
public:
    using Clock = std::chrono::steady_clock;

    /// `most_waiting`: how long a request waits for the rendering of another one.
    explicit RequestCoalescer(std::chrono::milliseconds most_waiting) : most_waiting_{most_waiting}
    {
    }

    /// A rendering that others may wait for. It is complete when it has landed.
    class Flight : public Completion {
    public:
        using Clock = RequestCoalescer::Clock;
        using Completion::Completion;

        Clock::time_point began() const { return began_; }
        /// Null if the page must not be shared. REQUIRES: it is complete.
        const EntryPtr& entry() const { return entry_; }

    private:
        friend class RequestCoalescer;
        const Clock::time_point began_ = Clock::now();
        EntryPtr entry_;  // written once, before it is complete
    };

    /// Held by the thread that renders. The destructor lands it without an entry, if `land` was not
    /// called before.
    class Lead {
    public:
        Lead(RequestCoalescer& coalescer, std::string key)
            : coalescer_{&coalescer}, key_{std::move(key)}
        {
        }
        Lead(Lead&& other) noexcept
            : coalescer_{std::exchange(other.coalescer_, nullptr)}, key_{std::move(other.key_)}
        {
        }
        Lead& operator=(Lead&&) = delete;
        ~Lead() { land(nullptr); }
        /// Gives the entry to all requests that wait; null if the page must not be shared.
        void land(EntryPtr entry) noexcept;

    private:
        RequestCoalescer* coalescer_;
        std::string key_;
    };

    /// One of both.
    struct Joined {
        std::optional<Lead> lead;
        std::shared_ptr<const Flight> flight;
    };
    /// Returns a Lead if nobody renders this page now, otherwise the rendering that is under way.
    /// Does not wait.
    Joined join(const std::string& key);
    /// Returns the rendering of this page that is under way; null if there is none.
    std::shared_ptr<const Flight> under_way(const std::string& key);
    /// Waits until the flight of this page is complete. Returns false if that takes too long.
    bool wait(const std::string& key, const Flight& flight);
    /// Returns the entry of the last rendering of this page if it began at `since` or later and the
    /// entry is still in use; otherwise null. For a request that arrived before it and waited
    /// elsewhere.
    EntryPtr landed_since(const std::string& key, Clock::time_point since);
    /// How many flights have landed. It is increased after a flight is complete.
    std::uint64_t landings() const { return landings_.load(std::memory_order_acquire); }

private:
    struct Landed {
        std::string key;
        Clock::time_point began{};
        std::weak_ptr<const Entry> entry;
    };
    struct Shard {
        std::mutex mutex;
        std::array<Landed, 8> landed;  // the last ones
        std::size_t next_landed = 0;
        std::condition_variable landing;
        std::unordered_map<std::string, std::shared_ptr<Flight>> under_way;
    };
    Shard& shard_of(const std::string& key);

    const std::chrono::milliseconds most_waiting_;
    std::array<Shard, 16> shards_;
    std::atomic<std::uint64_t> landings_{0};
};

}  // namespace aspic
