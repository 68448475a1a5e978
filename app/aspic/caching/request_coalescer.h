#pragma once
// One renderer per page in this process: the first thread that misses a page renders it, the others
// wait for what it makes. A wait is bounded. Any thread; the locks are touched only by misses.

#include <array>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include <aspic/entries/entry.h>

namespace aspic {

class RequestCoalescer {
public:
    using Clock = std::chrono::steady_clock;

    /// The renderer's duty: lands when it goes out of scope, as not stored where nothing else was
    /// said.
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
        /// Gives the entry to everybody who waits; null where the page may not be shared.
        void land(EntryPtr entry) noexcept;

    private:
        RequestCoalescer* coalescer_;
        std::string key_;
    };

    /// A Lead where nobody renders this page now. Otherwise calls `on_wait` and waits until it has
    /// landed, at most for `most`: the entry, or null.
    struct Boarded {
        std::optional<Lead> lead;
        bool has_landed = false;  // false where it was waited for in vain
        EntryPtr landed{};
        Clock::time_point began{};  // of the rendering that has landed
    };
    /// A Lead where nobody renders this page now; waits for nothing.
    std::optional<Lead> try_lead(const std::string& key);
    Boarded board(const std::string& key, std::chrono::milliseconds most,
                  const std::function<void()>& on_wait = {});
    /// What the last rendering of this page has made, if it began at `since` or later, and the entry is
    /// still held by somebody; null otherwise. For a request that came before, and has waited elsewhere.
    EntryPtr landed_since(const std::string& key, Clock::time_point since);

private:
    struct Flight {
        Clock::time_point began = Clock::now();
        bool has_landed = false;
        EntryPtr entry;
    };
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

    std::array<Shard, 16> shards_;
};

}  // namespace aspic
