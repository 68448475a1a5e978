#pragma once
// What a view calls for work that its visitor need not wait for: send a mail, tell another server.
//
//     Response sign_up(Request& request)
//     {
//         const Account account = make_account(request.form());
//         after_answer<"welcome-mail">([address = account.address] { send_welcome(address); });
//         return redirect("/");
//     }

#include <utility>

#include <aspic/jobs/job.h>

namespace aspic {

namespace detail {
void after_answer(std::string_view name, JobFunction job);
}

/// Runs `job` once, on a thread of this process that answers no requests, as soon as the view has
/// returned. The answer does not wait for it. If the view throws, or takes longer than
/// --view-timeout, the job does not run. In a cached view it runs once for each rendering.
///
/// The job takes nothing, or a std::stop_token that says when it must end. It owns what it uses: the
/// request and its session are gone by then. purge() works in it. If it throws, or takes longer than
/// --job-timeout, that is logged with its name and the request's id; it is not tried again. At
/// --job-timeout it is asked to stop, and has 10 seconds for that. `stats` shows how its runs ended.
///
/// The queue is in the memory of this process. When the process stops, it first runs the jobs that
/// wait, within --stop-timeout; a crash loses them. For work that must not be lost, write it down
/// (in your database), and do it in a job of site.every.
///
/// Throws Unavailable (503) if 1000 jobs wait already, and std::logic_error outside of a request.
template <FixedString name, class Function>
void after_answer(Function job)
{
    detail::after_answer(detail::job_name<name>(), detail::job_function(std::move(job)));
}

/// Rejects after_answer(job): log lines need a name.
template <class Function>
void after_answer(Function /*job*/)
{
    static_assert(!std::is_same_v<Function, Function>,
                  "after_answer: the job needs a name: after_answer<\"welcome-mail\">(job)");
}

}  // namespace aspic
