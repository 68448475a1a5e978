// The watch over the views that the threads of FastcgiServer run. A thread whose view takes too
// long is given up: a new one takes its place, and answers its client. So the number of threads
// that serve does not change, but at most as many are given up at one time.

#include <algorithm>
#include <string>
#include <utility>

#include <aspic/reporting/log.h>
#include <aspic/serving/fastcgi_server.h>
#include <aspic/serving/fastcgi_worker.h>
#include <aspic/serving/parameters.h>
#include <aspic/site/error_pages.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

// So that a view has at most a quarter of its limit, and at most a second, more.
std::chrono::milliseconds pause_between_looks(const Limits& limits)
{
    return std::clamp<std::chrono::milliseconds>(limits.view_time / 4, 10ms, 1s);
}

}  // namespace

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

std::optional<FastcgiServer::Worker::Job> FastcgiServer::Worker::give_up(Clock::time_point latest)
{
    if (!work_.give_up(latest)) return {};
    job_.request = work_.request();
    work_.undo();
    // Its view may return now, and then this thread ends before the next one reads them.
    job_.own_bytes = job_.bytes;
    return std::move(job_);
}

void FastcgiServer::Worker::refuse_late(Job job)
{
    if (job.received && job.received->stream)
        return cut(std::move(job.received),
                   "its source takes longer than --view-timeout; its thread was given up, and this "
                   "process should be replaced");
    ReceivedRequest request{server_.limits_};
    if (job.received) {
        request = std::move(*job.received->request);
        job.connection = std::move(job.received->connection);
        job.registration = job.received->registration;
    } else {
        request.framing.read(job.own_bytes, &request.content);
    }
    const std::string& parameters = request.content.parameters;
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - job.began);
    const std::string_view target = find_parameter(parameters, "REQUEST_URI");
    const std::string_view method = find_parameter(parameters, "REQUEST_METHOD");
    log(LogLevel::error,
        "a view takes longer than --view-timeout; its thread was given up, and this process should "
        "be replaced",
        {{"route", server_.application_.route_of(method, target)},
         {"path", job.connection.is_open() ? std::string{target.substr(0, target.find('?'))}
                                           : "(work after an answer)"},
         {"request", job.request},
         {"ms", std::to_string(took.count())}});
    if (!job.connection.is_open()) return;
    if (server_.access_log_ != nullptr) logged_.keep(parameters, server_.proxies_, job.request);
    const WatchedWork::OfThisThread watched{work_};
    work_.begin(Clock::now());
    WireResponse wire = server_.application_.refuse(
        504, view_too_late, find_parameter(parameters, "HTTP_ACCEPT"), job.request);
    if (!work_.end()) return;
    send({std::move(job.connection), job.registration, job.keep}, job.id, std::move(wire));
}

}  // namespace aspic
