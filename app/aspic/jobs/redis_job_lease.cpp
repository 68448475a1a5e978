#include <aspic/jobs/redis_job_lease.h>

#include <algorithm>
#include <utility>

#include <aspic/base/random_id.h>
#include <aspic/redis/command_batch.h>
#include <aspic/redis/redis_refusal.h>

namespace aspic {

namespace {

using namespace std::chrono_literals;

constexpr const char* done = "done";
constexpr auto pause_without_redis = 1s;
// An operator may delete the key, or the clock of Redis may be changed.
constexpr std::chrono::milliseconds longest_redis_pause = 1min;
constexpr std::chrono::milliseconds shortest_pause = 10ms;

}  // namespace

RedisJobLease::RedisJobLease(std::shared_ptr<RedisPool> redis, std::string_view job,
                             std::chrono::milliseconds lifetime)
    : redis_{std::move(redis)}, key_{"aspic:job:" + std::string{job}}, lifetime_{lifetime}
{
}

JobLease::Asked RedisJobLease::ask()
{
    token_ = random_id();
    CommandBatch batch;
    batch.add({"SET", key_, token_, "NX", "PX", std::to_string(lifetime_.count())});
    batch.add({"GET", key_});
    batch.add({"PTTL", key_});
    const auto replies = redis_->run_all(batch.commands());
    if (replies.empty()) return {.ask_again = pause_without_redis};
    for (const RedisReply& reply : replies) {
        if (reply->type != REDIS_REPLY_ERROR) continue;
        note_refusal_of(redis_->address(), "SET, GET or PTTL", text_of(*reply),
                        "the jobs of this site do not run");
        return {.ask_again = longest_redis_pause};
    }
    // The batch may be carried out twice.
    if (text_of(*replies[1]) == token_) return {.is_granted = true};
    const std::chrono::milliseconds left{std::max(0LL, replies[2]->integer)};
    return {.ask_again = std::clamp(left + 1ms, shortest_pause, longest_redis_pause)};
}

RedisJobLease::Holder RedisJobLease::holder()
{
    const RedisReply value = redis_->run({"GET", key_});
    if (!value || value->type == REDIS_REPLY_ERROR) return Holder::unknown;
    if (value->type == REDIS_REPLY_NIL) return Holder::nobody;
    return text_of(*value) == token_ ? Holder::this_process : Holder::another;
}

// Between the two steps, the lease may end and another process may get one: then that one is lost,
// and the job runs twice. This needs a pause of the whole lifetime at that moment.
bool RedisJobLease::renew()
{
    const Holder now = holder();
    if (now == Holder::another) return false;
    if (now == Holder::unknown) return true;
    redis_->run({"SET", key_, token_, now == Holder::nobody ? "NX" : "XX", "PX",
                 std::to_string(lifetime_.count())});
    return true;
}

void RedisJobLease::finish(std::chrono::milliseconds rest)
{
    const Holder now = holder();
    if (now == Holder::another || now == Holder::unknown) return;
    redis_->run({"SET", key_, done, now == Holder::nobody ? "NX" : "XX", "PX",
                 std::to_string(std::max(1ms, rest).count())});
}

}  // namespace aspic
