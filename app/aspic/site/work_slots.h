#pragma once
// Limits how many threads do other work than answer from the cache: run a view, make fragments,
// wait for another thread's rendering. The threads above the limit are free for cached pages, which
// need no slot. No kind of work (a route, or the fragments) gets more than half of the slots, so
// one slow view does not keep the others from running. Any thread; no locks that threads share.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <aspic/base/bounded_count.h>
#include <aspic/base/watched_work.h>

namespace aspic {

class WorkSlots {
public:
    /// There is no limit until `limit` is called. The last kind is for fragments.
    explicit WorkSlots(std::size_t kinds) : taken_of_(kinds) {}
    WorkSlots(const WorkSlots&) = delete;
    WorkSlots& operator=(const WorkSlots&) = delete;

    /// Keeps a quarter of the threads free, and at least one (none if there is only one thread).
    /// REQUIRES: the threads have not started yet.
    void limit(std::size_t threads)
    {
        const std::size_t reserve = threads > 1 ? std::max<std::size_t>(1, threads / 4) : 0;
        most_ = threads - reserve;
        most_of_a_kind_ = (most_ + 1) / 2;
    }
    /// The number of slots that are taken, where other processes read it. The limits hold for the
    /// own numbers, which no other process can change.
    struct Shown {
        std::atomic<std::uint32_t>* taken = nullptr;
        std::span<std::atomic<std::uint32_t>> taken_of{};  // later kinds are not shown
    };
    /// REQUIRES: the threads have not started yet. `where` must outlive the threads.
    void show(const Shown& where) { shown_ = where; }

    std::size_t kinds() const { return taken_of_.size(); }
    std::size_t fragments() const { return taken_of_.size() - 1; }
    std::size_t most() const { return most_; }
    std::size_t most_of_a_kind() const { return most_of_a_kind_; }

    /// The right to work. The destructor gives it back, unless the work was given up (then that has
    /// given it back). REQUIRES: it runs on the thread that took it.
    class Slot {
    public:
        Slot(Slot&& other) noexcept
            : slots_{std::exchange(other.slots_, nullptr)}, kind_{other.kind_}, undo_{other.undo_}
        {
        }
        Slot& operator=(Slot&& other) noexcept
        {
            std::swap(slots_, other.slots_);
            std::swap(kind_, other.kind_);
            std::swap(undo_, other.undo_);
            return *this;
        }
        ~Slot()
        {
            if (slots_ == nullptr) return;
            of_this_thread() = nullptr;
            if (WatchedWork::of_this_thread().remove(undo_)) slots_->give_back(kind_);
        }

    private:
        friend class WorkSlots;
        Slot(WorkSlots* slots, std::size_t kind) : slots_{slots}, kind_{kind}
        {
            if (slots_ == nullptr) return;
            undo_ = WatchedWork::of_this_thread().add([slots, kind] { slots->give_back(kind); });
        }
        WorkSlots* slots_;  // null if the thread already had one
        std::size_t kind_;
        WatchedWork::Undos::iterator undo_{};
    };

    /// Returns nothing if no slot is free. A thread that has a slot needs no second one, of any
    /// kind.
    std::optional<Slot> take(std::size_t kind)
    {
        if (of_this_thread() == this) return Slot{nullptr, kind};
        if (!increase_below(taken_of_.at(kind), most_of_a_kind_)) return {};
        if (!increase_below(taken_, most_)) {
            taken_of_.at(kind).fetch_sub(1);
            return {};
        }
        of_this_thread() = this;
        count_shown(kind, 1);
        return Slot{this, kind};
    }

    bool is_free(std::size_t kind) const
    {
        return taken_of_.at(kind).load() < most_of_a_kind_ && taken_.load() < most_;
    }
    std::size_t taken() const { return taken_.load(); }

    /// True if this thread has given a slot back since the last call.
    static bool has_given_back() { return std::exchange(given_back_by_this_thread(), false); }

private:
    static const WorkSlots*& of_this_thread()
    {
        thread_local const WorkSlots* slots = nullptr;
        return slots;
    }
    static bool& given_back_by_this_thread()
    {
        thread_local bool has = false;
        return has;
    }
    void give_back(std::size_t kind)
    {
        taken_of_.at(kind).fetch_sub(1);
        taken_.fetch_sub(1);
        count_shown(kind, -1);
        given_back_by_this_thread() = true;
    }
    void count_shown(std::size_t kind, int change)
    {
        if (shown_.taken == nullptr) return;
        const auto added = static_cast<std::uint32_t>(change);
        if (kind < shown_.taken_of.size()) shown_.taken_of[kind].fetch_add(added);
        shown_.taken->fetch_add(added);
    }

    std::size_t most_ = std::numeric_limits<std::size_t>::max();
    std::size_t most_of_a_kind_ = std::numeric_limits<std::size_t>::max();
    std::vector<std::atomic<std::size_t>> taken_of_;
    std::atomic<std::size_t> taken_{0};
    Shown shown_;
};

}  // namespace aspic
