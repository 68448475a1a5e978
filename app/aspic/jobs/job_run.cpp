#include <aspic/jobs/job_run.h>

#include <utility>

#include <aspic/base/exception_type.h>
#include <aspic/purging/purge_scope.h>
#include <aspic/reporting/activity.h>
#include <aspic/reporting/crash_report.h>

namespace aspic {

void JobBell::ring()
{
    const std::lock_guard lock{mutex};
    is_rung = true;
    rung.notify_all();
}

struct JobRun::Shared {
    std::shared_ptr<JobBell> bell;
    std::optional<End> end;  // guarded by the bell's mutex
};

JobRun::JobRun(What what, std::shared_ptr<PurgeLog> log, std::shared_ptr<JobBell> bell)
    : what_{std::move(what)}, shared_{std::make_shared<Shared>(Shared{std::move(bell), {}})}
{
    thread_ = std::thread{[run = std::exchange(what_.run, nullptr), name = what_.name,
                           request_id = what_.request_id, began = began_, log = std::move(log),
                           shared = shared_, stop = stop_.get_token()]() mutable {
        report_full_stack_of_this_thread();
        End end;
        {
            const PurgeScope purges{log};
            const Working working{"job " + std::string{name}, "", request_id};
            try {
                run(stop);
                run = nullptr;  // before the end is told
            } catch (...) {
                end.outcome = JobOutcome::failed;
                end.exception_type = type_of_exception();
                end.why = text_of_exception();
            }
        }
        end.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
        {
            const std::lock_guard lock{shared->bell->mutex};
            shared->end = std::move(end);
        }
        shared->bell->ring();
    }};
}

std::optional<JobRun::End> JobRun::end() const
{
    const std::lock_guard lock{shared_->bell->mutex};
    return shared_->end;
}

}  // namespace aspic
