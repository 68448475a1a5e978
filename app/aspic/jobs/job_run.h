#pragma once
// One run of a job, on a thread of its own. The thread shares only `end` with others; the rest
// belongs to the JobRunner. Inner part of the jobs room.

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include <aspic/jobs/job.h>
#include <aspic/jobs/job_outcome.h>
#include <aspic/purging/purge_log.h>

namespace aspic {

/// Where threads say that something has happened. They may outlive the JobRunner, so they share it.
struct JobBell {
    std::mutex mutex;
    std::condition_variable rung;
    bool is_rung = false;

    void ring();
};

class JobRun {
public:
    using Clock = std::chrono::steady_clock;

    struct What {
        std::string_view name;
        std::string request_id{};  // empty if no request has asked for it
        JobFunction run;
        std::chrono::milliseconds time_limit{0};
    };
    /// Starts the thread. purge() in the job goes to `log`. Throws std::system_error if the system
    /// gives no thread.
    JobRun(What what, std::shared_ptr<PurgeLog> log, std::shared_ptr<JobBell> bell);
    /// REQUIRES: it was joined or detached.
    ~JobRun() = default;
    JobRun(const JobRun&) = delete;
    JobRun& operator=(const JobRun&) = delete;

    struct End {
        JobOutcome outcome = JobOutcome::done;
        std::chrono::milliseconds took{0};
        std::string exception_type{};
        std::string why{};
    };
    /// Nothing while it runs. Logged by the caller.
    std::optional<End> end() const;
    bool is_late(Clock::time_point now) const { return now - began_ > what_.time_limit; }
    Clock::time_point latest_end() const { return began_ + what_.time_limit; }
    Clock::time_point began() const { return began_; }
    const What& what() const { return what_; }

    void ask_to_stop() { stop_.request_stop(); }
    void join() { thread_.join(); }
    /// REQUIRES: the process ends before it destroys what the job may use.
    void detach() { thread_.detach(); }

private:
    struct Shared;

    What what_;  // without `run`, which belongs to the thread
    const Clock::time_point began_ = Clock::now();
    std::stop_source stop_;
    std::shared_ptr<Shared> shared_;
    std::thread thread_;
};

}  // namespace aspic
