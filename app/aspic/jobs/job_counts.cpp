#include <aspic/jobs/job_counts.h>

#include <string>
#include <utility>

#include <aspic/base/clock.h>
#include <aspic/redis/command_batch.h>

namespace aspic {

CountJob count_jobs_in(std::shared_ptr<RedisPool> redis)
{
    return [redis = std::move(redis)](std::string_view job, JobOutcome outcome,
                                      std::chrono::milliseconds took) {
        const auto field = [&](std::string_view what) {
            return std::string{job} + ' ' + std::string{what};
        };
        CommandBatch batch;
        batch.add({"HINCRBY", job_counts::key, field(job_counts::field_of(outcome)), "1"});
        batch.add({"HSET", job_counts::key, field(job_counts::last), to_text(current_time()),
                   field(job_counts::took), std::to_string(took.count())});
        batch.add({"EXPIRE", job_counts::key, job_counts::lifetime});
        redis->run_all(batch.commands());
    };
}

}  // namespace aspic
