#include <aspic/commands/job_set_up.h>

#include <aspic/commands/set_up.h>
#include <aspic/jobs/file_job_lease.h>
#include <aspic/jobs/redis_job_lease.h>
#include <aspic/purging/purge_scope.h>

namespace aspic {

namespace {

JobRunner::MakeLease lease_maker(const ServerOptions& options)
{
    if (options.cache == PagesIn::memory) {
        return [data = std::filesystem::path{options.data}](const Job& job) {
            return std::make_unique<FileJobLease>(data, job.name, job.interval);
        };
    }
    auto redis = std::make_shared<RedisPool>(redis_address(options), options.redis_timeout);
    return [redis = std::move(redis)](const Job& job) {
        return std::make_unique<RedisJobLease>(redis, job.name);
    };
}

}  // namespace

std::unique_ptr<JobRunner> make_jobs(const Site& site, const ServerOptions& options,
                                     Application& application)
{
    const PurgeScope purges = application.cache().purge_scope();
    return std::make_unique<JobRunner>(site.jobs(), application.jobs(), lease_maker(options),
                                       purge_log_of_this_thread(), application.counters(),
                                       JobRunner::Settings{.time_limit = options.job_timeout});
}

}  // namespace aspic
