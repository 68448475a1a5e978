#include <aspic/jobs/job_runner.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include <aspic/jobs/job_report.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

// Of after_answer. Each is a thread that never comes back.
constexpr std::size_t most_given_up = 8;
constexpr std::chrono::seconds pause_without_thread{10};

}  // namespace

JobRunner::JobRunner(const std::vector<Job>& jobs, JobQueue& queue, const MakeLease& make_lease,
                     std::shared_ptr<PurgeLog> log, Counters& counters, Settings settings)
    : queue_{queue}, log_{std::move(log)}, counters_{counters}, settings_{std::move(settings)}
{
    planned_.reserve(jobs.size());  // runs point to them
    for (const Job& job : jobs) {
        planned_.push_back({.job = job, .lease = make_lease(job)});
        Job& mine = planned_.back().job;
        if (mine.time_limit.count() == 0) mine.time_limit = settings_.time_limit;
    }
}

JobRunner::~JobRunner()
{
    if (watch_.joinable()) stop(std::chrono::hours{24});
    queue_.tell_of_arrivals(nullptr);
}

void JobRunner::start()
{
    queue_.tell_of_arrivals([bell = bell_] { bell->ring(); });
    watch_ = std::thread{[this] {
        watch();
        watch_has_ended_.store(true);
        bell_->ring();
    }};
}

void JobRunner::begin_stop()
{
    stopping_.store(true);
    bell_->ring();
}

JobRunner::Unfinished JobRunner::stop(std::chrono::milliseconds most)
{
    if (!watch_.joinable()) return {};
    stopping_.store(true);
    no_more_come_.store(true);
    bell_->ring();
    {
        std::unique_lock lock{bell_->mutex};
        bell_->rung.wait_for(lock, most, [this] { return watch_has_ended_.load(); });
    }
    cutting_.store(true);
    bell_->ring();
    watch_.join();
    collect_ended();
    for (const Running& one : running_) {
        note_cut_off(one.run->what(), one.is_given_up);
        one.run->detach();
    }
    Unfinished unfinished{.running = running_.size()};
    while (const auto job = queue_.take()) {
        note_lost(*job);
        ++unfinished.waiting;
    }
    return unfinished;
}

void JobRunner::watch()
{
    while (!cutting_.load()) {
        collect_ended();
        note_late_ones();
        give_up_late();
        renew_leases();
        if (stopping_.load()) {
            stop_runs();
        } else {
            start_due();
        }
        start_queued();
        if (no_more_come_.load() && is_idle()) return;
        wait();
    }
}

void JobRunner::wait()
{
    const auto until = next_event();
    std::unique_lock lock{bell_->mutex};
    const auto is_rung = [this] { return bell_->is_rung; };
    if (until == Clock::time_point::max()) {
        bell_->rung.wait(lock, is_rung);
    } else {
        bell_->rung.wait_until(lock, until, is_rung);
    }
    bell_->is_rung = false;
}

void JobRunner::collect_ended()
{
    for (auto one = running_.begin(); one != running_.end();) {
        const auto end = one->run->end();
        if (!end) {
            ++one;
            continue;
        }
        one->run->join();
        finish(*one, *end);
        one = running_.erase(one);
    }
}

void JobRunner::finish(const Running& ended, const JobRun::End& end)
{
    const bool has_failed = end.outcome == JobOutcome::failed;
    const bool is_usual =
        ended.planned != nullptr && !std::exchange(ended.planned->has_failed, has_failed);
    note_end(ended.run->what(), end, ended.is_late, is_usual);
    if (!ended.is_late) count(ended.run->what(), end.outcome, end.took);
    if (ended.planned == nullptr) return;
    Planned& planned = *ended.planned;
    const auto since =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - ended.run->began());
    const auto rest = std::max(std::chrono::milliseconds{0}, planned.job.interval - since);
    planned.lease->finish(rest);
    planned.is_running = false;
    planned.next = Clock::now() + rest;
}

void JobRunner::count(const JobRun::What& what, JobOutcome outcome, std::chrono::milliseconds took)
{
    counters_.add(outcome == JobOutcome::done     ? Count::job_done
                  : outcome == JobOutcome::failed ? Count::job_failed
                                                  : Count::job_late);
    if (settings_.count) settings_.count(what.name, outcome, took);
}

void JobRunner::note_late_ones()
{
    const auto now = Clock::now();
    for (Running& one : running_) {
        if (one.is_late || !one.run->is_late(now) || one.run->end()) continue;
        one.is_late = true;
        one.give_up = now + settings_.grace;
        one.run->ask_to_stop();
        note_late(one.run->what(), settings_.grace);
        count(one.run->what(), JobOutcome::late, one.run->what().time_limit);
    }
}

void JobRunner::give_up_late()
{
    for (Running& one : running_) {
        if (one.is_given_up || one.give_up > Clock::now() || one.run->end()) continue;
        one.is_given_up = true;
        one.renew = Clock::time_point::max();
        note_given_up(one.run->what());
        needs_replacement_.store(true);
        if (one.planned == nullptr) continue;
        // Otherwise each process would begin it at once, and lose a thread too.
        one.planned->lease->finish(one.planned->job.interval);
    }
}

void JobRunner::renew_leases()
{
    for (Running& one : running_) {
        if (one.renew > Clock::now()) continue;
        const bool is_held = one.planned->lease->renew();
        if (!is_held) note_lost_lease(one.run->what());
        one.renew =
            is_held ? Clock::now() + one.planned->lease->lifetime() / 3 : Clock::time_point::max();
    }
}

void JobRunner::start_due()
{
    for (Planned& one : planned_) {
        if (one.is_running || one.next > Clock::now()) continue;
        const JobLease::Asked asked = one.lease->ask();
        if (!asked.is_granted) {
            one.next = Clock::now() + asked.ask_again;
            continue;
        }
        Running* const running =
            start({.name = one.job.name, .run = one.job.run, .time_limit = one.job.time_limit});
        if (running == nullptr) {
            one.lease->finish(pause_without_thread);
            one.next = Clock::now() + pause_without_thread;
            continue;
        }
        one.is_running = true;
        running->planned = &one;
        if (const auto lifetime = one.lease->lifetime(); lifetime.count() > 0)
            running->renew = Clock::now() + lifetime / 3;
    }
}

std::size_t JobRunner::given_up_of_queue() const
{
    return static_cast<std::size_t>(std::count_if(
        running_.begin(), running_.end(),
        [](const Running& one) { return one.planned == nullptr && one.is_given_up; }));
}

void JobRunner::start_queued()
{
    const std::size_t given_up = given_up_of_queue();
    if (given_up >= most_given_up) {
        if (!std::exchange(has_told_of_most_, true)) note_most_given_up(given_up);
        return;
    }
    auto in_time = static_cast<std::size_t>(
                       std::count_if(running_.begin(), running_.end(),
                                     [](const Running& one) { return one.planned == nullptr; })) -
                   given_up;
    while (in_time < settings_.most_queued) {
        auto job = queue_.take();
        if (!job) return;
        const Running* const running = start({.name = job->name,
                                              .request_id = std::move(job->request_id),
                                              .run = std::move(job->run),
                                              .time_limit = settings_.time_limit});
        if (running != nullptr) ++in_time;
    }
}

JobRunner::Running* JobRunner::start(JobRun::What what)
{
    note_start(what);
    const std::string name{what.name};
    try {
        auto run = std::make_unique<JobRun>(std::move(what), log_, bell_);
        return &running_.emplace_back(Running{.run = std::move(run)});
    } catch (const std::system_error& error) {
        note_no_thread(name, error.what());
        counters_.add(Count::job_failed);
        return nullptr;
    }
}

void JobRunner::stop_runs()
{
    if (std::exchange(are_asked_to_stop_, true)) return;
    // Those of after_answer were promised to a visitor: they are asked only when they are late.
    for (const Running& one : running_) {
        if (one.planned != nullptr) one.run->ask_to_stop();
    }
}

bool JobRunner::is_idle() const
{
    const bool runs = std::any_of(running_.begin(), running_.end(),
                                  [](const Running& one) { return !one.is_given_up; });
    return !runs && (queue_.size() == 0 || given_up_of_queue() >= most_given_up);
}

JobRunner::Clock::time_point JobRunner::next_event() const
{
    auto next = Clock::time_point::max();
    if (!stopping_.load()) {
        for (const Planned& one : planned_) {
            if (!one.is_running) next = std::min(next, one.next);
        }
    }
    for (const Running& one : running_) {
        next = std::min(next, one.renew);
        if (!one.is_late) {
            next = std::min(next, one.run->latest_end() + std::chrono::milliseconds{1});
        } else if (!one.is_given_up) {
            next = std::min(next, one.give_up);
        }
    }
    return next;
}

}  // namespace aspic
