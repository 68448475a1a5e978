// The threads of FastcgiServer, and the watch over the views that they run. A thread whose view
// takes too long is given up: a new one takes its place, and answers its client. So the number of
// threads that serve does not change, but at most as many are given up at one time.

#include <algorithm>
#include <string>
#include <utility>

#include <aspic/reporting/crash_report.h>
#include <aspic/reporting/log.h>
#include <aspic/serving/fastcgi_server.h>
#include <aspic/serving/fastcgi_worker.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

// So that a view has at most a quarter of its limit, and at most a second, more.
std::chrono::milliseconds pause_between_looks(const Limits& limits)
{
    return std::clamp<std::chrono::milliseconds>(limits.view_time / 4, 10ms, 1s);
}

}  // namespace

void FastcgiServer::start(std::size_t threads)
{
    const std::lock_guard lock{mutex_};
    size_ = threads;
    for (std::size_t i = 0; i < threads; ++i)
        start_thread(std::make_unique<Worker>(*this, i), {});
    watch_ = std::thread{[this] { watch_views(); }};
}

// REQUIRES: mutex_ is locked.
void FastcgiServer::start_thread(std::unique_ptr<Worker> worker, std::function<void(Worker&)> first)
{
    Thread& one = threads_.emplace_back();
    one.worker = std::move(worker);
    ++running_;
    one.thread = std::thread{[this, &one, first = std::move(first)] {
        report_full_stack_of_this_thread();
        if (first) first(*one.worker);
        one.worker->run();
        const std::lock_guard lock{mutex_};
        --(one.worker->is_given_up() ? given_up_ : running_);
        one.has_ended = true;
        ended_.notify_all();
    }};
}

void FastcgiServer::watch_views()
{
    std::unique_lock lock{mutex_};
    while (!watch_wakes_.wait_for(lock, pause_between_looks(limits_),
                                  [this] { return watch_ends_; })) {
        give_up_late_threads();
        join_ended();
    }
}

// REQUIRES: mutex_ is locked.
void FastcgiServer::give_up_late_threads()
{
    const auto latest = Worker::Clock::now() - limits_.view_time;
    for (auto one = threads_.begin(); one != threads_.end(); ++one) {
        if (!one->worker->is_late(latest)) continue;
        if (given_up_ == size_) {
            if (!std::exchange(has_told_of_most_, true)) {
                log(LogLevel::error,
                    "as many views take longer than --view-timeout as there are threads; no more "
                    "threads are added: replace this process",
                    {{"threads", std::to_string(size_)}});
            }
            return;
        }
        auto job = one->worker->give_up(latest);
        if (!job) continue;
        --running_;
        ++given_up_;
        needs_replacement_.store(true);
        auto late = std::make_shared<Worker::Job>(std::move(*job));
        start_thread(std::make_unique<Worker>(*this, one->worker->number()),
                     [late](Worker& worker) { worker.refuse_late(std::move(*late)); });
    }
}

// REQUIRES: mutex_ is locked.
void FastcgiServer::join_ended()
{
    for (auto one = threads_.begin(); one != threads_.end();) {
        if (!one->has_ended) {
            ++one;
            continue;
        }
        one->thread.join();
        one = threads_.erase(one);
    }
}

}  // namespace aspic
