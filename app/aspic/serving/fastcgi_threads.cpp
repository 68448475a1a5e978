// The threads of FastcgiServer: how they start and end. See fastcgi_late_views.cpp for those that
// are given up.

#include <utility>

#include <aspic/reporting/crash_report.h>
#include <aspic/serving/fastcgi_server.h>
#include <aspic/serving/fastcgi_worker.h>

namespace aspic {

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
