#pragma once
// The log lines about jobs. Any thread.

#include <chrono>
#include <cstddef>
#include <string_view>

#include <aspic/jobs/job_queue.h>
#include <aspic/jobs/job_run.h>

namespace aspic {

void note_start(const JobRun::What& what);
/// `was_late`: its limit has passed before, and that was logged. `is_usual`: it runs at intervals,
/// and has not failed before; if it has ended well, that is a line for debugging.
void note_end(const JobRun::What& what, const JobRun::End& end, bool was_late, bool is_usual);
/// It was asked to stop, and is given up after `grace`.
void note_late(const JobRun::What& what, std::chrono::milliseconds grace);
void note_given_up(const JobRun::What& what);
void note_lost_lease(const JobRun::What& what);
void note_most_given_up(std::size_t count);
void note_no_thread(std::string_view job, std::string_view why);
/// The process ends while the job runs. It has not waited for a job that was given up.
void note_cut_off(const JobRun::What& what, bool was_given_up);
/// The process ends before the job has begun.
void note_lost(const QueuedJob& job);

}  // namespace aspic
