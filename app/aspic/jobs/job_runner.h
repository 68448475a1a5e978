#pragma once
// Runs the jobs of a site in a server process: those of site.every when they are due and this
// process gets the lease, and those of after_answer as they come.
//
// One thread watches: it asks for leases, renews them, and starts each run on a thread of its own. A
// run that takes longer than its limit is late: it is asked to stop, and has `grace` for that. Then
// it is given up. A C++ thread cannot be ended, so a run that was given up goes on; its job does not
// run again in this process before it has ended, and the process asks to be replaced. Other jobs are
// not held up.
//
// One thread makes, starts and stops it; needs_replacement is for any thread.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include <aspic/jobs/job.h>
#include <aspic/jobs/job_lease.h>
#include <aspic/jobs/job_outcome.h>
#include <aspic/jobs/job_queue.h>
#include <aspic/jobs/job_run.h>
#include <aspic/purging/purge_log.h>
#include <aspic/reporting/counters.h>

namespace aspic {

class JobRunner {
public:
    using MakeLease = std::function<std::unique_ptr<JobLease>(const Job& job)>;
    struct Settings {
        std::chrono::milliseconds time_limit{std::chrono::minutes{5}};  // of jobs that set none
        std::chrono::milliseconds grace{std::chrono::seconds{10}};      // for late jobs to stop
        std::size_t most_queued = 2;  // jobs of after_answer at one time, without those given up
        CountJob count{};             // null: nobody counts
    };

    /// `queue` and `counters` must outlive it. purge() in a job goes to `log`.
    JobRunner(const std::vector<Job>& jobs, JobQueue& queue, const MakeLease& make_lease,
              std::shared_ptr<PurgeLog> log, Counters& counters, Settings settings);
    /// Waits for all runs, unless stop() was called.
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    void start();

    /// True once a job was given up. Its thread may still use what nobody frees.
    bool needs_replacement() const { return needs_replacement_.load(); }

    /// From now on no job of site.every begins, and those that run are asked to stop. Those of
    /// after_answer still run: the last requests may ask for some.
    void begin_stop();
    struct Unfinished {
        std::size_t running = 0;  // with those that were given up
        std::size_t waiting = 0;
    };
    /// Waits until the runs have ended and the queue is empty, at most this time. A job that is
    /// added later does not run. If `running` is not 0, threads still run jobs: the process must
    /// end without destroying anything that they may use.
    Unfinished stop(std::chrono::milliseconds most);

private:
    using Clock = JobRun::Clock;
    struct Planned {
        Job job;
        std::unique_ptr<JobLease> lease;
        Clock::time_point next{};  // when to ask for the lease
        bool is_running = false;
        bool has_failed = false;  // the last run
    };
    struct Running {
        std::unique_ptr<JobRun> run;
        Planned* planned = nullptr;  // null: of after_answer
        Clock::time_point renew{Clock::time_point::max()};
        bool is_late = false;
        bool is_given_up = false;
        Clock::time_point give_up{Clock::time_point::max()};  // of a late one
    };

    void watch();
    void collect_ended();
    void finish(const Running& ended, const JobRun::End& end);
    void note_late_ones();
    void give_up_late();
    void count(const JobRun::What& what, JobOutcome outcome, std::chrono::milliseconds took);
    void renew_leases();
    void start_due();
    void start_queued();
    /// Null if the system gives no thread; that is logged.
    Running* start(JobRun::What what);
    void stop_runs();
    bool is_idle() const;
    std::size_t given_up_of_queue() const;
    Clock::time_point next_event() const;
    void wait();

    std::vector<Planned> planned_;
    JobQueue& queue_;
    const std::shared_ptr<PurgeLog> log_;
    Counters& counters_;
    const Settings settings_;
    const std::shared_ptr<JobBell> bell_ = std::make_shared<JobBell>();
    std::atomic<bool> needs_replacement_{false};
    std::atomic<bool> stopping_{false};
    std::atomic<bool> no_more_come_{false};
    std::atomic<bool> cutting_{false};

    // Of the watch, while it runs.
    std::list<Running> running_;
    bool has_told_of_most_ = false;
    bool are_asked_to_stop_ = false;

    std::atomic<bool> watch_has_ended_{false};
    std::thread watch_;
};

}  // namespace aspic
