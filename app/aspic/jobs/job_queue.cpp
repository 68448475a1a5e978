#include <aspic/jobs/job_queue.h>

#include <utility>

namespace aspic {

bool JobQueue::reserve()
{
    const std::lock_guard lock{mutex_};
    if (places_taken_ == most_) return false;
    ++places_taken_;
    return true;
}

void JobQueue::release(std::size_t places)
{
    const std::lock_guard lock{mutex_};
    places_taken_ -= places;
}

void JobQueue::add(std::vector<QueuedJob> jobs)
{
    const std::lock_guard lock{mutex_};
    for (QueuedJob& job : jobs)
        jobs_.push_back(std::move(job));
    if (arrival_) arrival_();
}

std::optional<QueuedJob> JobQueue::take()
{
    const std::lock_guard lock{mutex_};
    if (jobs_.empty()) return {};
    std::optional<QueuedJob> first{std::move(jobs_.front())};
    jobs_.pop_front();
    --places_taken_;
    return first;
}

std::size_t JobQueue::size() const
{
    const std::lock_guard lock{mutex_};
    return jobs_.size();
}

void JobQueue::tell_of_arrivals(std::function<void()> arrival)
{
    const std::lock_guard lock{mutex_};
    arrival_ = std::move(arrival);
}

}  // namespace aspic
