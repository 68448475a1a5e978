#pragma once
// Collects the jobs that a view asks for by after_answer, until it is clear that its answer counts.
// Inner part of the library; views use <aspic/jobs/after_answer.h>.

#include <string_view>
#include <vector>

#include <aspic/jobs/job_queue.h>

namespace aspic {

class Request;

/// While it exists, after_answer() on this thread goes to it. Scopes may be nested. The queue and
/// the request must outlive it. Destroy it on the thread that made it.
class JobScope {
public:
    JobScope(JobQueue& queue, const Request& request);
    /// Drops the jobs, unless they are kept.
    ~JobScope();
    JobScope(const JobScope&) = delete;
    JobScope& operator=(const JobScope&) = delete;

    /// Passes the jobs on to the queue, unless the work of this thread was given up.
    void keep();

    /// The innermost one of this thread; null if there is none.
    static JobScope* of_this_thread();
    /// Throws Unavailable if the queue is full.
    void add(std::string_view name, JobFunction job);

private:
    JobQueue& queue_;
    const Request& request_;
    JobScope* before_;
    std::vector<QueuedJob> jobs_;
};

}  // namespace aspic
