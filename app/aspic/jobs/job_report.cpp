#include <aspic/jobs/job_report.h>

#include <string>

#include <aspic/reporting/log.h>

namespace aspic {

namespace {

std::string seconds(std::chrono::milliseconds time)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

// "-" for a job that no request has asked for.
std::string request_of(const std::string& id)
{
    return id.empty() ? "-" : id;
}

}  // namespace

void note_start(const JobRun::What& what)
{
    log(LogLevel::debug, "a job begins",
        {{"job", std::string{what.name}}, {"request", request_of(what.request_id)}});
}

void note_end(const JobRun::What& what, const JobRun::End& end, bool was_late, bool is_usual)
{
    const std::string job{what.name};
    const std::string request = request_of(what.request_id);
    const std::string ms = std::to_string(end.took.count());
    if (end.outcome == JobOutcome::failed) {
        log(LogLevel::error, "a job failed",
            {{"job", job},
             {"request", request},
             {"ms", ms},
             {"exception", end.exception_type},
             {"why", end.why}});
    } else if (was_late) {
        log(LogLevel::warning, "a job has ended after its time limit",
            {{"job", job}, {"request", request}, {"ms", ms}});
    } else {
        log(is_usual ? LogLevel::debug : LogLevel::info, "a job has ended",
            {{"job", job}, {"request", request}, {"ms", ms}});
    }
}

void note_late(const JobRun::What& what, std::chrono::milliseconds grace)
{
    const bool is_asked_for = !what.request_id.empty();
    log(LogLevel::error, "a job takes longer than its time limit, and was asked to stop",
        {{"job", std::string{what.name}},
         {"request", request_of(what.request_id)},
         {"limit", seconds(what.time_limit)},
         {"given-up-in", seconds(grace)},
         {"help", is_asked_for ? "give it more time (--job-timeout), or have it look at its "
                                 "std::stop_token"
                               : "give it more time (--job-timeout, or the last argument of "
                                 "site.every), or have it look at its std::stop_token"}});
}

void note_given_up(const JobRun::What& what)
{
    log(LogLevel::error,
        what.request_id.empty()
            ? "a job was given up, because it did not stop when it was asked to; it does not run "
              "again in this process before it has ended"
            : "a job was given up, because it did not stop when it was asked to",
        {{"job", std::string{what.name}}, {"request", request_of(what.request_id)}});
}

void note_lost_lease(const JobRun::What& what)
{
    log(LogLevel::warning,
        "a job has lost its lease, because Redis was not reached in time; another process may run "
        "it too",
        {{"job", std::string{what.name}}});
}

void note_most_given_up(std::size_t count)
{
    log(LogLevel::error,
        "too many jobs take longer than --job-timeout; no more jobs of after_answer are begun: "
        "replace this process",
        {{"jobs", std::to_string(count)}});
}

void note_no_thread(std::string_view job, std::string_view why)
{
    log(LogLevel::error, "a job does not run, because the system gives no thread for it",
        {{"job", std::string{job}}, {"why", std::string{why}}});
}

void note_cut_off(const JobRun::What& what, bool was_given_up)
{
    log(LogLevel::warning,
        was_given_up ? "a job was cut off: it did not end within its time limit"
                     : "a job was cut off: it did not end within --stop-timeout",
        {{"job", std::string{what.name}}, {"request", request_of(what.request_id)}});
}

void note_lost(const QueuedJob& job)
{
    log(LogLevel::warning, "a job did not run: the server stopped before its turn",
        {{"job", std::string{job.name}}, {"request", request_of(job.request_id)}});
}

}  // namespace aspic
