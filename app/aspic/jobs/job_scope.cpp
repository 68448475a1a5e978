#include <aspic/jobs/job_scope.h>

#include <stdexcept>
#include <string>
#include <utility>

#include <aspic/base/watched_work.h>
#include <aspic/http/errors.h>
#include <aspic/http/request.h>
#include <aspic/jobs/after_answer.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr std::chrono::seconds retry_after{10};

JobScope*& scope_of_this_thread()
{
    thread_local JobScope* scope = nullptr;
    return scope;
}

}  // namespace

JobScope::JobScope(JobQueue& queue, const Request& request)
    : queue_{queue}, request_{request}, before_{std::exchange(scope_of_this_thread(), this)}
{
}

JobScope::~JobScope()
{
    scope_of_this_thread() = before_;
    if (jobs_.empty()) return;
    queue_.release(jobs_.size());
    for (const QueuedJob& job : jobs_) {
        log(LogLevel::info, "a job does not run, because the view that asked for it failed",
            {{"job", std::string{job.name}}, {"request", job.request_id}});
    }
}

void JobScope::keep()
{
    if (jobs_.empty() || WatchedWork::of_this_thread().is_given_up()) return;
    queue_.add(std::exchange(jobs_, {}));
}

JobScope* JobScope::of_this_thread()
{
    return scope_of_this_thread();
}

void JobScope::add(std::string_view name, JobFunction job)
{
    if (!queue_.reserve()) {
        log(LogLevel::error, "a job was refused, because too many wait",
            {{"job", std::string{name}},
             {"request", std::string{request_.id()}},
             {"waiting", std::to_string(queue_.most())}});
        throw Unavailable{"This site has too much work at the moment. Please try again later.",
                          retry_after};
    }
    jobs_.push_back({name, std::string{request_.id()}, std::move(job)});
}

void detail::after_answer(std::string_view name, JobFunction job)
{
    JobScope* const scope = JobScope::of_this_thread();
    if (scope == nullptr) {
        throw std::logic_error{"after_answer<\"" + std::string{name} +
                               "\">: this thread answers no request: call the job itself"};
    }
    scope->add(name, std::move(job));
}

}  // namespace aspic
