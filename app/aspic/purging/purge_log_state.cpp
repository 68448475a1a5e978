#include <aspic/purging/purge_log_state.h>

#include <chrono>
#include <vector>

#include <aspic/base/random_id.h>
#include <aspic/purging/redis_keys.h>
#include <aspic/redis/redis_refusal.h>

namespace aspic {

namespace {

// The run if INFO is refused.
constexpr const char* unknown_run = "unknown";

bool has_failed(const redisReply* reply, std::string& why)
{
    if (reply->type != REDIS_REPLY_ERROR) return false;
    why = text_of(*reply);
    return true;
}

}  // namespace

std::string run_id_of(const std::string& info)
{
    constexpr std::string_view name = "run_id:";
    const std::size_t at = info.find(name);
    if (at == std::string::npos) return "";
    return info.substr(at + name.size(), info.find('\r', at) - at - name.size());
}

std::uint64_t milliseconds_by(const redisReply& time)
{
    if (const std::uint64_t by_redis = milliseconds_of_time(time); by_redis != 0) return by_redis;
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                          std::chrono::system_clock::now().time_since_epoch())
                                          .count());
}

std::optional<PurgeLogState> PurgeLogState::read(RedisConnection& redis,
                                                 const RedisAddress& address, std::string& why)
{
    const auto replies = redis.run_all({{"INFO", "server"},
                                        {"TIME"},
                                        {"GET", redis_keys::epoch},
                                        {"XREVRANGE", redis_keys::purges, "+", "-", "COUNT", "1"},
                                        {"HGET", redis_keys::workers, redis_keys::mark}});
    if (replies.empty()) {
        why = redis.error();
        return {};
    }
    if (is_refused(*replies[0])) {
        note_refusal_of(address, "INFO", text_of(*replies[0]),
                        "a restart of redis looks like a lost connection, so each start of a "
                        "worker and each reconnection purges everything");
    } else if (has_failed(replies[0].get(), why)) {
        return {};
    }
    if (is_refused(*replies[1])) {
        note_refusal_of(address, "TIME", text_of(*replies[1]),
                        "purges wait longer for workers that have died, and the clocks of all "
                        "machines must agree");
    } else if (has_failed(replies[1].get(), why)) {
        return {};
    }
    for (std::size_t i = 2; i < replies.size(); ++i) {
        if (has_failed(replies[i].get(), why)) return {};
    }
    PurgeLogState state;
    state.run = run_id_of(text_of(*replies[0]));
    state.milliseconds = milliseconds_by(*replies[1]);
    state.text = text_of(*replies[2]);
    state.epoch = PurgeEpoch::parse(state.text);
    state.mark = text_of(*replies[4]);
    if (replies[3]->elements == 1)
        state.last =
            Position::parse(text_of(*replies[3]->element[0]->element[0])).value_or(state.last);
    return state;
}

Begun begin_log(RedisConnection& redis, const RedisAddress& address, const PurgeLogState& before,
                const NewLog& wanted, std::atomic<bool>& no_transactions, std::string& epoch,
                std::string& why)
{
    const PurgeEpoch next{random_id(), wanted.follows_a_loss, before.milliseconds,
                          before.run.empty() ? unknown_run : before.run};
    epoch = next.to_text();
    const std::string id = wanted.position ? wanted.position->to_text() : "*";
    std::vector<RedisConnection::Command> commands{
        {"XADD", redis_keys::purges, id, "all", "", "soft", "0"},
        {"HSET", redis_keys::workers, redis_keys::mark, next.name},
        {"SET", redis_keys::epoch, epoch}};
    // If the epoch has changed by now, another process was faster.
    const bool by_transaction = !no_transactions.load(std::memory_order_relaxed);
    const auto watched =
        redis.run_all({by_transaction ? RedisConnection::Command{"WATCH", redis_keys::epoch}
                                      : RedisConnection::Command{"PING"},
                       {"GET", redis_keys::epoch}});
    if (watched.empty()) {
        why = redis.error();
        return Begun::failed;
    }
    if (has_failed(watched[1].get(), why)) return Begun::failed;
    if (text_of(*watched[1]) != before.text) {
        redis.run({"UNWATCH"});
        return Begun::overtaken;
    }
    if (by_transaction) {
        commands.insert(commands.begin(), {"MULTI"});
        commands.push_back({"EXEC"});
    }
    const auto replies = redis.run_all(commands);
    if (replies.empty()) {
        why = redis.error();
        return Begun::failed;
    }
    if (redis.has_refused_exec()) {
        why = text_of(*replies.back());
        no_transactions = true;
        note_refusal_of(address, "EXEC", why, "writes that belong together are done one by one");
        return Begun::failed;  // the next attempt, on another connection, goes step by step
    }
    if (by_transaction && is_refused(*replies.front())) {
        // Without MULTI, the commands after it were carried out one by one.
        no_transactions = true;
        note_refusal_of(address, "MULTI", text_of(*replies.front()),
                        "writes that belong together are done one by one");
    }
    const std::size_t first = by_transaction ? 1 : 0;
    for (std::size_t i = first; i < first + 3; ++i) {
        if (has_failed(replies[i].get(), why)) return Begun::failed;
    }
    if (!by_transaction || no_transactions.load(std::memory_order_relaxed)) return Begun::done;
    const redisReply& done = *replies.back();
    if (done.type == REDIS_REPLY_NIL) return Begun::overtaken;
    if (has_failed(&done, why)) return Begun::failed;
    for (std::size_t i = 0; i < done.elements; ++i) {
        if (has_failed(done.element[i], why)) return Begun::failed;
    }
    return Begun::done;
}

}  // namespace aspic
