#pragma once
// The right of one process to run one job of site.every now. One thread at a time.
//
// A process that has the lease renews it while the job runs. When the job has ended, the lease
// becomes a note that nobody has to run it before the interval has passed. If the process dies, the
// lease ends by itself and another process runs the job again from its start.

#include <chrono>

namespace aspic {

class JobLease {
public:
    JobLease() = default;
    JobLease(const JobLease&) = delete;
    JobLease& operator=(const JobLease&) = delete;
    virtual ~JobLease() = default;

    struct Asked {
        bool is_granted = false;
        std::chrono::milliseconds ask_again{0};  // if it is not granted: the time to wait
    };
    virtual Asked ask() = 0;
    /// Returns false if another process has the lease now. REQUIRES: it was granted.
    virtual bool renew() = 0;
    /// The job has ended. No process runs it again before `rest` has passed. Does nothing if
    /// another process has the lease.
    virtual void finish(std::chrono::milliseconds rest) = 0;
    /// How long the lease lasts without renewal; zero if it needs none.
    virtual std::chrono::milliseconds lifetime() const = 0;
};

}  // namespace aspic
