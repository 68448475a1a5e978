#pragma once
// Jobs that wait for a thread: what views have asked for by after_answer. The number is bounded.
// Any thread.

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/jobs/job.h>

namespace aspic {

struct QueuedJob {
    std::string_view name;  // a literal
    std::string request_id;
    JobFunction run;
};

class JobQueue {
public:
    static constexpr std::size_t usual_most = 1000;

    explicit JobQueue(std::size_t most = usual_most) : most_{most} {}
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    /// Takes a place in the queue for a job that is added later. Returns false if it is full.
    bool reserve();
    /// Gives places back that are not needed.
    void release(std::size_t places);
    /// Adds jobs. REQUIRES: each has a place.
    void add(std::vector<QueuedJob> jobs);

    /// Returns the job that waits longest, and frees its place. Nothing if there is none.
    std::optional<QueuedJob> take();
    std::size_t size() const;
    std::size_t most() const { return most_; }

    /// `arrival` is called after jobs have been added, by the thread that adds them. Null: nothing
    /// is called. After this returns, the previous function is not called any more.
    void tell_of_arrivals(std::function<void()> arrival);

private:
    const std::size_t most_;
    mutable std::mutex mutex_;  // guards what is below
    std::deque<QueuedJob> jobs_;
    std::size_t places_taken_ = 0;
    std::function<void()> arrival_;
};

}  // namespace aspic
