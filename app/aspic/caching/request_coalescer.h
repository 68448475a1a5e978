#pragma once
// One renderer per page in this process: the first thread that misses a page renders it, the others
// wait for its result, for a limited time. Any thread; only misses take the locks.

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
        /// Gives the entry to all threads that wait; null if the page must not be shared.
        void land(EntryPtr entry) noexcept;

    private:
        RequestCoalescer* coalescer_;
        std::string key_;
    };

    /// What `board` returns: a Lead if no thread renders this page now. Otherwise `board` calls
    /// `on_wait` and waits until the rendering has landed, at most for `most`; `landed` is its
    /// entry, or null.
    struct Boarded {
        std::optional<Lead> lead;
        bool has_landed = false;  // false if the wait took too long
        EntryPtr landed{};
        Clock::time_point began{};  // when the landed rendering began
    };
    /// Returns a Lead if no thread renders this page now. Does not wait.
    std::optional<Lead> try_lead(const std::string& key);
    Boarded board(const std::string& key, std::chrono::milliseconds most,
                  const std::function<void()>& on_wait = {});
    /// Returns the entry of the last rendering of this page if it began at `since` or later and the
    /// entry is still in use; otherwise null. For a request that arrived before it and waited
    /// elsewhere.
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
