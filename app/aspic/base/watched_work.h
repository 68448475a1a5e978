#pragma once
// What a thread is at, for another thread that watches how long it takes. If it takes too long, the
// watch gives it up: the thread goes on, because a C++ thread cannot be ended, but its result does
// not count, and the watch undoes what others wait for (a slot, a page that is being rendered).
//
// Whether the work has ended in time or is given up is decided by one atomic exchange. A list of
// undo functions, guarded by a mutex, belongs to the work; a cached page registers none.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace aspic {

class WatchedWork {
public:
    using Clock = std::chrono::steady_clock;

    WatchedWork() = default;
    WatchedWork(const WatchedWork&) = delete;
    WatchedWork& operator=(const WatchedWork&) = delete;

    /// That of a thread which nobody watches is its own.
    static WatchedWork& of_this_thread()
    {
        thread_local WatchedWork unwatched;
        WatchedWork* const mine = current();
        return mine != nullptr ? *mine : unwatched;
    }
    /// Makes `work` that of this thread, for the lifetime of this object.
    class OfThisThread {
    public:
        explicit OfThisThread(WatchedWork& work) { current() = &work; }
        OfThisThread(const OfThisThread&) = delete;
        OfThisThread& operator=(const OfThisThread&) = delete;
        ~OfThisThread() { current() = nullptr; }
    };

    /// For the thread that works. It is given up at most once, and does not begin again after that.
    void begin(Clock::time_point now) { began_.store(now.time_since_epoch().count()); }
    /// Returns false if the work was given up.
    bool end()
    {
        auto began = began_.load(std::memory_order_relaxed);
        return began != given_up && began_.compare_exchange_strong(began, nothing);
    }

    /// For the watch. True if the work began at `latest` or before.
    bool is_late(Clock::time_point latest) const { return is_late(began_.load(), latest); }
    /// If it is late, it is given up now; returns true.
    bool give_up(Clock::time_point latest)
    {
        auto began = began_.load();
        return is_late(began, latest) && began_.compare_exchange_strong(began, given_up);
    }
    /// Calls the undo functions, the last one first. REQUIRES: give_up has returned true.
    void undo()
    {
        const std::lock_guard lock{mutex_};
        for (auto undo = undos_.rbegin(); undo != undos_.rend(); ++undo) {
            if (*undo) (*undo)();
            *undo = nullptr;
        }
    }
    bool is_given_up() const { return began_.load() == given_up; }

    /// The name of the request that it is for, for the log; empty if that is not known.
    void set_request_id(std::string_view id)
    {
        const std::lock_guard lock{mutex_};
        request_id_ = id;
    }
    std::string request_id()
    {
        const std::lock_guard lock{mutex_};
        return request_id_;
    }

    /// While it exists, the thread waits for others, for a bounded time. That time is not counted.
    class Waiting {
    public:
        explicit Waiting(WatchedWork& work) : work_{work}
        {
            began_ = work_.began_.load();
            is_counted_ = began_ != nothing && began_ != given_up &&
                          work_.began_.compare_exchange_strong(began_, nothing);
        }
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;
        ~Waiting()
        {
            if (is_counted_) work_.begin(Clock::now());
        }

    private:
        WatchedWork& work_;
        std::int64_t began_;
        bool is_counted_;
    };

    using Undos = std::list<std::function<void()>>;
    /// Registers what must be undone if this work is given up. Any objects that `undo` uses must
    /// exist until `remove` has returned.
    Undos::iterator add(std::function<void()> undo)
    {
        const std::lock_guard lock{mutex_};
        return undos_.insert(undos_.end(), std::move(undo));
    }
    /// Returns false if it was undone. Waits for that if it is under way.
    bool remove(Undos::iterator undo)
    {
        const std::lock_guard lock{mutex_};
        const bool is_undone = *undo == nullptr;
        undos_.erase(undo);
        return !is_undone;
    }

private:
    static constexpr std::int64_t nothing = 0;
    static constexpr std::int64_t given_up = -1;

    static bool is_late(std::int64_t began, Clock::time_point latest)
    {
        return began != nothing && began != given_up && began <= latest.time_since_epoch().count();
    }
    static WatchedWork*& current()
    {
        thread_local WatchedWork* work = nullptr;
        return work;
    }

    std::atomic<std::int64_t> began_{nothing};
    std::mutex mutex_;  // guards what is below
    Undos undos_;       // a null function has been called
    std::string request_id_;
};

/// Registers a function of this thread's work, for the lifetime of this object.
class UndoIfGivenUp {
public:
    explicit UndoIfGivenUp(std::function<void()> undo)
        : work_{WatchedWork::of_this_thread()}, place_{work_.add(std::move(undo))}
    {
    }
    UndoIfGivenUp(const UndoIfGivenUp&) = delete;
    UndoIfGivenUp& operator=(const UndoIfGivenUp&) = delete;
    ~UndoIfGivenUp() { work_.remove(place_); }

private:
    WatchedWork& work_;
    WatchedWork::Undos::iterator place_;
};

}  // namespace aspic
