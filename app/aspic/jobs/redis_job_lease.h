#pragma once
// The lease of a job for all processes that share a Redis: the key `aspic:job:NAME`. While a
// process runs the job, its value is a random token and it lasts `lifetime`. Afterwards its value
// is "done" and it lasts until the interval has passed, by Redis's clock. So the job begins at most
// once in an interval.
//
// If Redis cannot be reached, the job does not run: another process might run it.

#include <memory>
#include <string>
#include <string_view>

#include <aspic/jobs/job_lease.h>
#include <aspic/redis/redis_pool.h>

namespace aspic {

class RedisJobLease : public JobLease {
public:
    static constexpr std::chrono::milliseconds usual_lifetime{10'000};

    RedisJobLease(std::shared_ptr<RedisPool> redis, std::string_view job,
                  std::chrono::milliseconds lifetime = usual_lifetime);

    Asked ask() override;
    bool renew() override;
    void finish(std::chrono::milliseconds rest) override;
    std::chrono::milliseconds lifetime() const override { return lifetime_; }

private:
    /// Nothing is known if Redis cannot be asked.
    enum class Holder : std::uint8_t { this_process, nobody, another, unknown };
    Holder holder();

    std::shared_ptr<RedisPool> redis_;
    const std::string key_;
    const std::chrono::milliseconds lifetime_;
    std::string token_;
};

}  // namespace aspic
