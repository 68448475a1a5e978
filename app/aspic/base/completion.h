#pragma once
// Work that completes once, and that others wait for without a thread: they keep a pointer to it
// and look again. Any thread.

#include <atomic>
#include <chrono>

namespace aspic {

class Completion {
public:
    /// `most_waiting`: how long others wait for it.
    explicit Completion(std::chrono::milliseconds most_waiting) : most_waiting_{most_waiting} {}
    virtual ~Completion() = default;
    Completion(const Completion&) = delete;
    Completion& operator=(const Completion&) = delete;

    /// If it is true, what the thread that completed it wrote before is visible.
    bool is_complete() const { return is_complete_.load(std::memory_order_acquire); }
    std::chrono::milliseconds most_waiting() const { return most_waiting_; }

protected:
    void complete() { is_complete_.store(true, std::memory_order_release); }

private:
    const std::chrono::milliseconds most_waiting_;
    std::atomic<bool> is_complete_{false};
};

}  // namespace aspic
