// How a supervisor takes a new program: a candidate is started, and if it becomes ready, the new
// program runs in the supervisor's place. What it leaves to that is in pool_handover.h.
#include <aspic/supervising/supervisor.h>

#include <csignal>
#include <string>
#include <utility>

#include <aspic/base/errno_text.h>
#include <aspic/reporting/log.h>
#include <aspic/reporting/service_notification.h>

namespace aspic {

void Supervisor::adopt(const PoolHandover& before)
{
    handed_over_ = {FileDescriptor{before.inbox}, FileDescriptor{before.outbox}};
    state_.reloads = before.reloads;
    state_.begun = before.reloads + 1;
    reload_again_ = before.reloads_again;
    file_.emplace(settings_.data, FileDescriptor{before.pool_file});
    share_ = OwnPoolShare{before.share};
    // This program may be told to run more workers. Then its first one, which shares with nobody,
    // is replaced too.
    const bool is_share_large_enough = share_.is_for(settings_.workers);
    if (!is_share_large_enough) share_ = OwnPoolShare::make(settings_.workers);
    for (const PoolHandover::Worker& one : before.workers) {
        WorkerProcess worker;
        worker.process = one.process;
        worker.control = FileDescriptor{one.control};
        worker.started = Clock::time_point{Clock::duration{one.started}};
        worker.may_answer = one.may_answer;
        worker.is_replaced = one.is_replaced || !is_share_large_enough;
        if (one.place >= 0 && is_share_large_enough)
            worker.place = static_cast<std::size_t>(one.place);
        worker.state =
            one.is_leaving ? State::leaving : (one.is_serving ? State::serving : State::starting);
        worker.deadline = Clock::now() + (one.is_leaving ? settings_.stop_time + moment_to_end
                                                         : settings_.start_time);
        workers_.push_back(std::move(worker));
    }
    has_been_ready_ = true;
    is_reloading_ = true;
}

void Supervisor::begin_reload()
{
    if (is_stopping_) return;
    if (!has_been_ready_ || candidate_ || is_reloading_) {
        reload_again_ = true;
        return;
    }
    log(LogLevel::info, "reloading: a worker of the new program is started");
    notify_service_of_reload();
    ++state_.begun;
    file_->write(state_);
    new_share_ = OwnPoolShare::make(settings_.workers);
    candidate_ = start(new_share_.get());
    if (!candidate_) end_reload(true);
}

// The candidate is ready, so the new program, its options and its templates can be trusted.
void Supervisor::go_on_with_reload(bool reads_handover)
{
    for (WorkerProcess& worker : workers_) {
        if (worker.process == candidate_) continue;
        worker.is_replaced = true;
        worker.place.reset();  // it shares with the old ones
    }
    share_ = std::exchange(new_share_, {});
    candidate_.reset();
    is_reloading_ = true;
    if (reads_handover) return run_new_program();
    // The workers are new all the same.
    log(LogLevel::warning,
        "the new program has another version of the library, so the old supervisor continues with "
        "new workers; restart the server to replace it too");
}

void Supervisor::run_new_program()
{
    PoolHandover handover{.listener = socket_.listener,
                          .made_socket_file = socket_.made_file,
                          .inbox = handed_over_.first.get(),
                          .outbox = handed_over_.second.get(),
                          .pool_file = file_->descriptor(),
                          .reloads = state_.reloads,
                          .reloads_again = reload_again_,
                          .address = socket_.address,
                          .share = share_.get()};
    for (const WorkerProcess& worker : workers_) {
        handover.workers.push_back({.process = worker.process,
                                    .control = worker.control.get(),
                                    .is_serving = worker.state == State::serving,
                                    .is_replaced = worker.is_replaced,
                                    .is_leaving = worker.state == State::leaving,
                                    .may_answer = worker.may_answer,
                                    .place = worker.place ? static_cast<int>(*worker.place) : -1,
                                    .started = worker.started.time_since_epoch().count()});
    }
    handover.leave_in_environment();
    run_in_place(arguments_);
    // The workers are new all the same.
    log(LogLevel::error, "cannot run the new program as the supervisor, so the old one continues",
        {{"program", arguments_[0]}, {"why", errno_text()}});
    PoolHandover::take_from_environment();
}

void Supervisor::end_reload(bool failed)
{
    candidate_.reset();
    new_share_ = {};
    is_reloading_ = false;
    ++state_.reloads;
    state_.last_reload_failed = failed;
    file_->write(state_);
    if (failed) {
        log(LogLevel::error,
            "not reloaded: the new worker did not become ready; its messages are above. The old "
            "workers continue");
    } else {
        log(LogLevel::info, "reloaded", {{"workers", std::to_string(settings_.workers)}});
    }
    notify_service("READY=1");
    if (std::exchange(reload_again_, false)) begin_reload();
}

}  // namespace aspic
