// A fixed number of slots, for work of which only a limited amount may run at once. Any thread may
// call this.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

namespace manual {

class Slots {
public:
    explicit Slots(std::size_t count) : free_{count} {}

    // One slot, given back by the destructor. The Slots must outlive it.
    class Slot {
    public:
        explicit Slot(Slots& slots) : slots_{&slots} {}
        Slot(Slot&& other) noexcept : slots_{std::exchange(other.slots_, nullptr)} {}
        Slot& operator=(Slot&&) = delete;
        ~Slot()
        {
            if (slots_ != nullptr) slots_->give_back();
        }

    private:
        Slots* slots_;
    };

    // Waits at most `longest`. Returns nothing if no slot becomes free in that time.
    std::optional<Slot> take(std::chrono::milliseconds longest)
    {
        std::unique_lock lock{mutex_};
        if (!freed_.wait_for(lock, longest, [this] { return free_ > 0; })) return {};
        --free_;
        return Slot{*this};
    }

private:
    void give_back()
    {
        {
            const std::lock_guard lock{mutex_};
            ++free_;
        }
        freed_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t free_;
};

}  // namespace manual
