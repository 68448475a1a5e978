#pragma once
// What Redis keeps about the jobs of a site, for `stats`: the hash `aspic:jobs`. Its fields are
// "NAME done", "NAME failed", "NAME late" (numbers of runs), "NAME last" (when the last run ended,
// in seconds since 1970) and "NAME ms" (how long it took). The jobs of site.every and those of
// after_answer have their fields there.

#include <memory>
#include <string_view>

#include <aspic/jobs/job_outcome.h>
#include <aspic/redis/redis_pool.h>

namespace aspic {

/// Counts in Redis. If it cannot be reached, a run is not counted.
CountJob count_jobs_in(std::shared_ptr<RedisPool> redis);

namespace job_counts {

inline constexpr const char* key = "aspic:jobs";
inline constexpr const char* lifetime = "2592000";  // 30 days without a run, in seconds
inline constexpr std::string_view last = "last";
inline constexpr std::string_view took = "ms";

constexpr std::string_view field_of(JobOutcome outcome)
{
    return outcome == JobOutcome::done ? "done" : outcome == JobOutcome::late ? "late" : "failed";
}

}  // namespace job_counts

}  // namespace aspic
