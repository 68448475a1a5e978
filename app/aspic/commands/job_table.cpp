#include <aspic/commands/job_table.h>

#include <iostream>
#include <map>
#include <string>

#include <aspic/commands/redis_questions.h>
#include <aspic/commands/text.h>
#include <aspic/jobs/job_counts.h>

namespace aspic {

namespace {

// The values of one job, by the second word of their fields.
using JobView = std::map<std::string, std::uint64_t, std::less<>>;

std::map<std::string, JobView> jobs_of(const redisReply& reply)
{
    std::map<std::string, JobView> jobs;
    for (std::size_t i = 0; i + 1 < reply.elements; i += 2) {
        const std::string field = text_of(*reply.element[i]);
        const std::size_t space = field.find(' ');
        if (space == std::string::npos) continue;
        jobs[field.substr(0, space)][field.substr(space + 1)] =
            leading_number(text_of(*reply.element[i + 1]));
    }
    return jobs;
}

std::uint64_t value(const JobView& job, std::string_view name)
{
    const auto found = job.find(name);
    return found == job.end() ? 0 : found->second;
}

}  // namespace

void print_jobs(RedisConnection& redis)
{
    const auto replies = ask_redis(redis, {{"HGETALL", job_counts::key}, {"TIME"}});
    const auto jobs = jobs_of(*replies[0]);
    if (jobs.empty()) return;
    const std::uint64_t now = milliseconds_of_time(*replies[1]);
    TextTable table{{"JOB", "DONE", "FAILED", "LATE", "LAST RUN", "TOOK"}};
    for (const auto& [name, job] : jobs) {
        const std::uint64_t last = value(job, job_counts::last) * 1000;
        table.add({name, with_commas(value(job, job_counts::field_of(JobOutcome::done))),
                   with_commas(value(job, job_counts::field_of(JobOutcome::failed))),
                   with_commas(value(job, job_counts::field_of(JobOutcome::late))),
                   in_time(std::chrono::milliseconds{now > last ? now - last : 0}) + " ago",
                   in_time(std::chrono::milliseconds{value(job, job_counts::took)})});
    }
    std::cout << "\nJobs, by all workers\n";
    table.print(std::cout);
}

}  // namespace aspic
