#include <aspic/commands/job_set_up.h>

#include <utility>

#include <aspic/commands/set_up.h>
#include <aspic/jobs/file_job_lease.h>
#include <aspic/jobs/job_counts.h>
#include <aspic/jobs/redis_job_lease.h>
#include <aspic/purging/purge_scope.h>

namespace aspic {

namespace {

// `redis` is null with --cache memory.
JobRunner::MakeLease lease_maker(const ServerOptions& options,
                                 const std::shared_ptr<RedisPool>& redis)
{
    if (!redis) {
        return [data = std::filesystem::path{options.data}](const Job& job) {
            return std::make_unique<FileJobLease>(data, job.name, job.interval);
        };
    }
    return [redis](const Job& job) { return std::make_unique<RedisJobLease>(redis, job.name); };
}

}  // namespace

std::unique_ptr<JobRunner> make_jobs(const Site& site, const ServerOptions& options,
                                     Application& application)
{
    const PurgeScope purges = application.cache().purge_scope();
    const auto redis =
        options.cache == PagesIn::redis
            ? std::make_shared<RedisPool>(redis_address(options), options.redis_timeout)
            : nullptr;
    JobRunner::Settings settings{.time_limit = options.job_timeout};
    if (redis) settings.count = count_jobs_in(redis);
    return std::make_unique<JobRunner>(site.jobs(), application.jobs(), lease_maker(options, redis),
                                       purge_log_of_this_thread(), application.counters(),
                                       std::move(settings));
}

std::unique_ptr<JobRunner> start_jobs_of_views(const ServerOptions& options,
                                               Application& application)
{
    auto jobs = std::make_unique<JobRunner>(
        std::vector<Job>{}, application.jobs(), JobRunner::MakeLease{}, purge_log_of_this_thread(),
        application.counters(), JobRunner::Settings{.time_limit = options.job_timeout});
    jobs->start();
    return jobs;
}

}  // namespace aspic
