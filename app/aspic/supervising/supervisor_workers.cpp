// Which workers a supervisor has: those that are missing are started, and those that hang, have
// grown too large or are replaced leave.
#include <aspic/supervising/supervisor.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <string>
#include <system_error>
#include <utility>

#include <aspic/reporting/log.h>
#include <aspic/reporting/service_notification.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr auto between_looks = 1s;
// A worker says each second that its threads make progress. Views do not keep it from that.
constexpr auto longest_silence = 30s;
// A busy system makes the supervisor as late as this at most.
constexpr auto most_late = 3s;

}  // namespace

void Supervisor::look_at_clock()
{
    const auto now = Clock::now();
    if (now < next_look_) return;
    // If the system has stopped this process (a paused container), it has stopped the workers too.
    const auto late = next_look_ == Clock::time_point{} ? 0ns : now - next_look_;
    next_look_ = now + between_looks;
    if (late > most_late) {
        for (WorkerProcess& worker : workers_) {
            worker.last_word += late;
            worker.deadline += late;
        }
    }
    for (WorkerProcess& worker : workers_) {
        const std::string process = std::to_string(worker.process);
        switch (worker.state) {
            case State::starting:
            case State::leaving:
                if (now < worker.deadline) break;
                log(LogLevel::error,
                    worker.state == State::starting
                        ? "a worker did not become ready in time, and is killed"
                        : "a worker did not end in time, and is killed",
                    {{"process", process}});
                ::kill(worker.process, SIGKILL);
                break;
            case State::serving:
                if (now - worker.last_word > longest_silence) {
                    log(LogLevel::error, "no thread of a worker makes progress; it is killed",
                        {{"process", process}});
                    ::kill(worker.process, SIGKILL);
                } else {
                    replace_if_too_large(worker);
                }
                break;
        }
    }
    const bool is_serving =
        std::any_of(workers_.begin(), workers_.end(),
                    [](const WorkerProcess& one) { return one.state == State::serving; });
    if (is_serving) notify_service("WATCHDOG=1");
}

void Supervisor::replace_if_too_large(WorkerProcess& worker)
{
    if (settings_.most_memory == 0) return;
    const std::size_t memory = memory_of(worker.process);
    if (memory <= settings_.most_memory) return;
    replace(worker,
            "it uses " + std::to_string(memory >> 20U) + " MB of memory, more than --max-memory");
}

// The workers that are not to be replaced.
std::size_t Supervisor::count(bool only_serving) const
{
    return static_cast<std::size_t>(
        std::count_if(workers_.begin(), workers_.end(), [&](const WorkerProcess& one) {
            if (one.is_replaced || one.process == candidate_) return false;
            return one.state == State::serving || (!only_serving && one.state == State::starting);
        }));
}

void Supervisor::fill()
{
    if (is_stopping_) return;
    while (count(false) < settings_.workers && Clock::now() >= next_start_) {
        if (!start(share_.get())) return;
    }
}

std::optional<PlaceInPool> Supervisor::free_place(const PoolShare& share) const
{
    // A candidate is the first worker of its share.
    const bool is_new = &share != &share_.get();
    for (std::size_t number = 0; number < share.inboxes.size(); ++number) {
        const bool is_taken =
            !is_new && std::any_of(workers_.begin(), workers_.end(),
                                   [&](const WorkerProcess& one) { return one.place == number; });
        if (!is_taken) return PlaceInPool{number, share};
    }
    return {};
}

// The process of the new worker. Nothing if the system has no room for it: it is tried again.
std::optional<pid_t> Supervisor::start(const PoolShare& share)
{
    try {
        WorkerProcess worker = start_worker(arguments_,
                                            {.listener = socket_.listener,
                                             .inbox = handed_over_.first.get(),
                                             .outbox = handed_over_.second.get(),
                                             .address = socket_.address},
                                            free_place(share), at_start_);
        worker.deadline = worker.started + settings_.start_time;
        workers_.push_back(std::move(worker));
        return workers_.back().process;
    } catch (const std::system_error& error) {
        log(LogLevel::error, "cannot start a worker; trying again", {{"why", error.what()}});
        next_start_ = Clock::now() + RestartPauses::longest_pause;
        return {};
    }
}

// Once enough others serve, the workers in whose place they were started retire.
void Supervisor::retire_replaced()
{
    if (is_stopping_ || count(true) < settings_.workers) return;
    for (WorkerProcess& worker : workers_) {
        if (worker.is_replaced && worker.state != State::leaving) tell_to_leave(worker, SIGUSR2);
    }
    // Whoever has asked for the reload may rely on it from now on.
    const bool may_old_one_answer = std::any_of(
        workers_.begin(), workers_.end(),
        [](const WorkerProcess& one) { return one.state == State::leaving && one.may_answer; });
    if (is_reloading_ && !may_old_one_answer) end_reload(false);
}

void Supervisor::tell_to_leave(WorkerProcess& worker, int signal)
{
    worker.state = State::leaving;
    worker.deadline = Clock::now() + settings_.stop_time + moment_to_end;
    ::kill(worker.process, signal);
}

void Supervisor::replace(WorkerProcess& worker, std::string_view why)
{
    if (worker.is_replaced) return;
    log(LogLevel::info, "a worker is replaced",
        {{"process", std::to_string(worker.process)}, {"why", std::string{why}}});
    worker.is_replaced = true;
}

}  // namespace aspic
