#include <aspic/jobs/job_runner.h>

#include <doctest/doctest.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "../support/captured_log.h"
#include "../support/waiting.h"

using namespace aspic;
using namespace std::chrono_literals;
using support::eventually;

namespace {

/// What a lease was asked for. The test and the runner's thread use it.
struct Record {
    std::atomic<bool> grants{true};
    std::atomic<int> granted{0};
    std::atomic<int> renewed{0};
    std::atomic<int> finished{0};
    std::atomic<std::int64_t> rest{-1};
};

/// What was counted for `stats`.
class Counted {
public:
    void add(std::string_view job, JobOutcome outcome)
    {
        const std::lock_guard lock{mutex_};
        ++counts_[{std::string{job}, outcome}];
    }
    int of(const std::string& job, JobOutcome outcome) const
    {
        const std::lock_guard lock{mutex_};
        const auto found = counts_.find({job, outcome});
        return found == counts_.end() ? 0 : found->second;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, JobOutcome>, int> counts_;
};

class RecordedLease : public JobLease {
public:
    RecordedLease(Record& record, std::chrono::milliseconds lifetime)
        : record_{record}, lifetime_{lifetime}
    {
    }
    Asked ask() override
    {
        if (!record_.grants.load()) return {.ask_again = 1ms};
        ++record_.granted;
        return {.is_granted = true};
    }
    bool renew() override
    {
        ++record_.renewed;
        return true;
    }
    void finish(std::chrono::milliseconds rest) override
    {
        record_.rest = rest.count();
        ++record_.finished;
    }
    std::chrono::milliseconds lifetime() const override { return lifetime_; }

private:
    Record& record_;
    const std::chrono::milliseconds lifetime_;
};

/// Opens once.
class Gate {
public:
    void open()
    {
        const std::lock_guard lock{mutex_};
        is_open_ = true;
        opened_.notify_all();
    }
    void wait()
    {
        std::unique_lock lock{mutex_};
        opened_.wait(lock, [this] { return is_open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable opened_;
    bool is_open_ = false;
};

struct Parts {
    std::unique_ptr<JobRunner> runner(std::vector<Job> jobs,
                                      std::chrono::milliseconds time_limit = 1min,
                                      std::chrono::milliseconds grace = 10ms)
    {
        const auto count = [this](std::string_view name, JobOutcome outcome,
                                  std::chrono::milliseconds) { counted.add(name, outcome); };
        auto made = std::make_unique<JobRunner>(
            jobs, queue,
            [this](const Job&) { return std::make_unique<RecordedLease>(record, lifetime); }, log,
            counters,
            JobRunner::Settings{.time_limit = time_limit, .grace = grace, .count = count});
        made->start();
        return made;
    }
    template <class Function>
    void ask_for(std::string_view name, Function run)
    {
        REQUIRE(queue.reserve());
        queue.add({{name, "r1", detail::job_function(std::move(run))}});
    }
    int count_of(JobOutcome outcome, const std::string& name = "clean-up") const
    {
        return counted.of(name, outcome);
    }

    std::shared_ptr<LocalPurgeLog> log = std::make_shared<LocalPurgeLog>(60s, current_time);
    Counters counters;
    JobQueue queue;
    Record record;
    Counted counted;
    std::chrono::milliseconds lifetime{0};
};

Job job(std::chrono::milliseconds interval, std::function<void(std::stop_token)> run,
        std::chrono::milliseconds time_limit = 0ms)
{
    return {
        .name = "clean-up", .interval = interval, .time_limit = time_limit, .run = std::move(run)};
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a job runs again after its interval, and its lease learns of the rest of it")
{
    const support::CapturedLog log;
    Parts parts;
    std::atomic<int> runs{0};
    const auto runner = parts.runner({job(20ms, [&](const std::stop_token&) { ++runs; })});
    CHECK(eventually([&] { return runs >= 3; }));
    runner->stop(10s);
    CHECK(parts.record.granted == runs);
    CHECK(parts.record.finished == runs);
    CHECK(parts.record.rest >= 0);
    CHECK(parts.record.rest <= 20);
    CHECK(parts.count_of(JobOutcome::done) == runs);
    CHECK(parts.counters.get(Count::job_done) == static_cast<std::uint64_t>(runs));
    CHECK_FALSE(contains(log.text(), "a job has ended"));  // at that level
}

TEST_CASE("a job does not run while another process has the lease")
{
    const support::CapturedLog log;
    Parts parts;
    parts.record.grants = false;
    std::atomic<int> runs{0};
    const auto runner = parts.runner({job(1ms, [&](const std::stop_token&) { ++runs; })});
    parts.ask_for("later", [] {});  // the watch has asked for the lease before
    CHECK(eventually([&] { return parts.counters.get(Count::job_done) == 1; }));
    CHECK(runs == 0);
    parts.record.grants = true;
    CHECK(eventually([&] { return runs > 0; }));
}

TEST_CASE("a lease is renewed while its job runs")
{
    const support::CapturedLog log;
    Parts parts;
    parts.lifetime = 30ms;
    Gate gate;
    const auto runner = parts.runner({job(1h, [&](const std::stop_token&) { gate.wait(); })});
    CHECK(eventually([&] { return parts.record.renewed >= 3; }));
    CHECK(parts.record.finished == 0);
    gate.open();
    CHECK(eventually([&] { return parts.record.finished == 1; }));
}

TEST_CASE("a job that throws is logged with the type of the exception, and runs again")
{
    const support::CapturedLog log;
    Parts parts;
    std::atomic<int> runs{0};
    const auto runner = parts.runner({job(1ms, [&](const std::stop_token&) {
        if (++runs == 1) throw std::out_of_range{"no such feed"};
        if (runs == 2) throw 42;
    })});
    CHECK(eventually([&] { return parts.count_of(JobOutcome::done) >= 2; }));
    runner->stop(10s);
    CHECK(contains(log.text(), "error a job failed job=clean-up request=- ms="));
    CHECK(contains(log.text(), "exception=std::out_of_range why=\"no such feed\""));
    CHECK(contains(log.text(),
                   "exception=int why=\"it threw something that is not a std::exception\""));
    CHECK(parts.counters.get(Count::job_failed) == 2);
    CHECK(parts.count_of(JobOutcome::failed) == 2);
    // That it ends well again is news, once.
    const std::string ended = "info  a job has ended job=clean-up request=- ms=";
    const std::size_t first = log.text().find(ended);
    REQUIRE(first != std::string::npos);
    CHECK(log.text().find(ended, first + 1) == std::string::npos);
}

TEST_CASE("a job that takes longer than its limit is given up, and others run on")
{
    const support::CapturedLog log;
    Parts parts;
    Gate gate;
    std::atomic<int> runs{0};
    std::atomic<bool> was_asked_to_stop{false};
    const auto runner = parts.runner({job(
        1s,
        [&](const std::stop_token& stop) {
            ++runs;
            gate.wait();
            was_asked_to_stop = stop.stop_requested();
        },
        10ms)});
    CHECK(eventually([&] { return runner->needs_replacement(); }));
    CHECK(parts.record.finished == 1);
    CHECK(parts.record.rest == 1000);  // no other process begins it at once
    CHECK(parts.count_of(JobOutcome::late) == 1);
    CHECK(parts.counters.get(Count::job_late) == 1);
    std::atomic<bool> other{false};
    parts.ask_for("other", [&] { other = true; });
    CHECK(eventually([&] { return other.load(); }));
    CHECK(runs == 1);
    gate.open();
    CHECK(eventually([&] { return contains(log.text(), "has ended after its time limit"); }));
    CHECK(was_asked_to_stop);
    CHECK(contains(log.text(), "error a job takes longer than its time limit"));
    CHECK(parts.counters.get(Count::job_done) == 1);  // the other one
}

TEST_CASE("a job that stops when its limit asks it to is not given up")
{
    const support::CapturedLog log;
    Parts parts;
    const auto runner = parts.runner({}, 10ms, 1h);
    for (const auto* name : {"mail", "news"}) {
        Gate gate;
        std::atomic<bool> has_ended{false};
        parts.ask_for(name, [&](const std::stop_token& stop) {
            const std::stop_callback opens{stop, [&] { gate.open(); }};
            gate.wait();
            has_ended = true;
        });
        CHECK(eventually([&] { return has_ended.load(); }));
    }
    CHECK(runner->stop(30s).running == 0);
    CHECK_FALSE(runner->needs_replacement());
    CHECK(parts.count_of(JobOutcome::late, "mail") == 1);
    CHECK(parts.count_of(JobOutcome::done, "mail") == 0);
    CHECK(parts.counters.get(Count::job_late) == 2);
    CHECK(contains(log.text(), "warn  a job has ended after its time limit job=mail"));
    CHECK_FALSE(contains(log.text(), "given up"));
}

TEST_CASE("a late job keeps its lease while it may still stop")
{
    const support::CapturedLog log;
    Parts parts;
    parts.lifetime = 30ms;
    Gate gate;
    const auto runner = parts.runner({job(
                                         1h, [&](const std::stop_token&) { gate.wait(); }, 10ms)},
                                     1min, 1h);
    CHECK(eventually([&] { return parts.count_of(JobOutcome::late) == 1; }));
    const int before = parts.record.renewed;
    CHECK(eventually([&] { return parts.record.renewed > before; }));
    CHECK(parts.record.finished == 0);
    gate.open();
    CHECK(eventually([&] { return parts.record.finished == 1; }));
    CHECK_FALSE(runner->needs_replacement());
}

TEST_CASE("jobs of after_answer run once, at most two at a time")
{
    const support::CapturedLog log;
    Parts parts;
    const auto runner = parts.runner({});
    Gate gate;
    std::atomic<int> begun{0};
    for (int i = 0; i < 5; ++i) {
        parts.ask_for("mail", [&] {
            ++begun;
            gate.wait();
        });
    }
    CHECK(eventually([&] { return begun == 2; }));
    CHECK(parts.queue.size() == 3);
    gate.open();
    CHECK(eventually([&] { return parts.counters.get(Count::job_done) == 5; }));
    CHECK(begun == 5);
    CHECK(parts.count_of(JobOutcome::done, "mail") == 5);
    CHECK(contains(log.text(), "a job has ended job=mail request=r1"));
}

TEST_CASE("a stop waits for jobs that run and those that wait, and begins no new interval")
{
    const support::CapturedLog log;
    Parts parts;
    Gate gate;
    std::atomic<int> runs{0};
    std::atomic<bool> has_run{false};
    const auto runner = parts.runner({job(1ms, [&](const std::stop_token& stop) {
        ++runs;
        const std::stop_callback opens{stop, [&] { gate.open(); }};
        gate.wait();
    })});
    CHECK(eventually([&] { return runs == 1; }));
    runner->begin_stop();
    parts.ask_for("mail", [&] { has_run = true; });
    const JobRunner::Unfinished unfinished = runner->stop(30s);
    CHECK(unfinished.running == 0);
    CHECK(unfinished.waiting == 0);
    CHECK(runs == 1);
    CHECK(has_run);
    CHECK(parts.record.finished == 1);
}

TEST_CASE("a job that comes between the beginning of a stop and its end runs")
{
    const support::CapturedLog log;
    Parts parts;
    const auto runner = parts.runner({});
    runner->begin_stop();
    for (int i = 0; i < 3; ++i) {
        std::atomic<bool> has_run{false};
        parts.ask_for("mail", [&] { has_run = true; });
        CHECK(eventually([&] { return has_run.load(); }));
    }
    const JobRunner::Unfinished unfinished = runner->stop(30s);
    CHECK(unfinished.running == 0);
    CHECK(unfinished.waiting == 0);
}

TEST_CASE("a stop does not wait longer than allowed, and names what it cut off")
{
    // The thread of the job outlives this test case.
    const auto gate = std::make_shared<Gate>();
    const auto runs = std::make_shared<std::atomic<int>>(0);
    const support::CapturedLog log;
    Parts parts;
    const auto runner = parts.runner({});
    for (int i = 0; i < 3; ++i) {
        parts.ask_for("mail", [gate, runs] {
            ++*runs;
            gate->wait();
        });
    }
    CHECK(eventually([&] { return *runs == 2; }));
    const JobRunner::Unfinished unfinished = runner->stop(10ms);
    CHECK(unfinished.running == 2);
    CHECK(unfinished.waiting == 1);
    CHECK(contains(log.text(), "a job was cut off"));
    CHECK(contains(log.text(), "a job did not run: the server stopped before its turn"));
    gate->open();
}

TEST_CASE("what is logged of a late job of after_answer is true for it")
{
    // The thread of the job outlives this test case.
    const auto gate = std::make_shared<Gate>();
    const support::CapturedLog log;
    Parts parts;
    const auto runner = parts.runner({}, 10ms);
    parts.ask_for("mail", [gate] { gate->wait(); });
    CHECK(eventually([&] { return runner->needs_replacement(); }));
    CHECK(contains(log.text(), "a job takes longer than its time limit, and was asked to stop"));
    CHECK(contains(log.text(), "a job was given up, because it did not stop"));
    CHECK(!contains(log.text(), "again"));
    CHECK(!contains(log.text(), "site.every"));
    CHECK(runner->stop(1h).running == 1);
    CHECK(contains(log.text(), "a job was cut off: it did not end within its time limit"));
    gate->open();
}

TEST_CASE("purge() in a job goes to the log of its site")
{
    const support::CapturedLog log;
    Parts parts;
    const Position before = parts.log->index().position();
    std::atomic<bool> is_complete{false};
    const auto runner = parts.runner({job(1h, [&](const std::stop_token&) {
        is_complete = purge(by_tag(tag("item", 1))).complete();
    })});
    CHECK(eventually([&] { return parts.record.finished == 1; }));
    CHECK(is_complete);
    CHECK(before < parts.log->index().position());
}
