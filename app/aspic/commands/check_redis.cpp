#include <array>
#include <string>
#include <vector>

#include <aspic/base/random_id.h>
#include <aspic/base/syntax.h>
#include <aspic/commands/checks.h>
#include <aspic/commands/redis_questions.h>
#include <aspic/commands/set_up.h>
#include <aspic/redis/redis_connection.h>
#include <aspic/redis/redis_refusal.h>

namespace aspic {

namespace {

struct Trial {
    RedisConnection::Command command;
    /// Without it, nothing is kept in Redis; without another one, only something works worse.
    bool is_needed = false;
};

// The commands of the library, on keys that expire by themselves.
std::vector<Trial> trials(const std::string& text, const std::string& hash, const std::string& set,
                          const std::string& stream)
{
    return {
        {{"SET", text, "x", "EX", "60"}, true},
        {{"GET", text}, true},
        {{"EXISTS", text}},
        {{"PTTL", text}},
        {{"HSET", hash, "a", "1"}, true},
        {{"EXPIRE", hash, "60"}},
        {{"HGET", hash, "a"}, true},
        {{"HMGET", hash, "a"}, true},
        {{"HGETALL", hash}, true},
        {{"HINCRBY", hash, "a", "1"}},
        {{"HDEL", hash, "b"}},
        {{"SADD", set, "x"}},
        {{"EXPIRE", set, "60"}},
        {{"SMEMBERS", set}},
        {{"XADD", stream, "*", "a", "b"}, true},
        {{"EXPIRE", stream, "60"}},
        {{"XLEN", stream}},
        {{"XRANGE", stream, "-", "+", "COUNT", "1"}},
        {{"XREVRANGE", stream, "+", "-", "COUNT", "1"}, true},
        {{"XREAD", "COUNT", "1", "STREAMS", stream, "0"}},
        {{"WATCH", text}},
        {{"UNWATCH"}},
        {{"MULTI"}},
        {{"EXEC"}},
        {{"TIME"}},
        {{"INFO", "memory"}},
        {{"DEL", text, hash, set, stream}},
    };
}

void check_commands(RedisConnection& redis, const RedisAddress& address, RedisUse use,
                    Findings& findings)
{
    const std::string key = "aspic:check:" + random_id();
    const std::string hash = key + ":h";
    const std::string set = key + ":s";
    const std::string stream = key + ":x";
    std::string refused;
    std::string permissions;
    std::string first_reason;
    bool is_error = false;
    for (const Trial& trial : trials(key, hash, set, stream)) {
        const RedisReply reply = redis.run(trial.command);
        if (!reply) {
            return findings.error("the connection to redis " + address.to_text() +
                                  " was lost: " + redis.error());
        }
        if (trial.command.front() == "INFO" && reply->type != REDIS_REPLY_ERROR)
            check_redis_memory(text_of(*reply), address.to_text(), use, findings);
        const std::string name{trial.command.front()};
        // After a refused MULTI, EXEC has nothing to do.
        const bool fails = reply->type == REDIS_REPLY_ERROR &&
                           !(name == "EXEC" && text_of(*reply).starts_with("ERR EXEC without"));
        if (!fails || refused.find(name) != std::string::npos) continue;
        if (refused.empty()) first_reason = text_of(*reply);
        refused += (refused.empty() ? "" : ", ") + name;
        permissions += " +" + syntax::lower_case(name);
        is_error = is_error || trial.is_needed;
    }
    if (refused.empty()) return;
    const std::string user = address.user.empty() ? "default" : address.user;
    const std::string text =
        "redis " + address.to_text() + " refuses " + refused + " (" + first_reason + "): " +
        (is_error ? "nothing is kept there without them"
                  : "purges and new pages need more time without them") +
        "; allow them, for example by: ACL SETUSER " + user + permissions + " ~aspic:*";
    if (is_error)
        findings.error(text);
    else
        findings.warning(text);
}

void check_one(const RedisAddress& address, const RedisOptions& options, RedisUse use,
               Findings& findings)
{
    findings.looked_at("redis " + address.to_text());
    RedisConnection redis{address, options.redis_timeout};
    const RedisReply pong = redis.run({"PING"});
    const std::string why = !pong                             ? redis.error()
                            : pong->type == REDIS_REPLY_ERROR ? text_of(*pong)
                                                              : "";
    if (why.empty()) return check_commands(redis, address, use, findings);
    const char* const memory = use == RedisUse::pages ? "; or keep pages with --cache memory" : "";
    findings.error("redis " + address.to_text() + " cannot be used (" + why +
                   "): start it, or set " +
                   (use == RedisUse::pages ? "--redis" : "--session-redis") +
                   " to the right address" + memory);
}

std::string field_of(std::string_view info, std::string_view name)
{
    const std::string begin = "\r\n" + std::string{name} + ':';
    const std::size_t at = info.find(begin);
    if (at == std::string_view::npos) return "";
    info.remove_prefix(at + begin.size());
    return std::string{info.substr(0, info.find('\r'))};
}

}  // namespace

void check_redis_memory(std::string_view info, const std::string& address, RedisUse use,
                        Findings& findings)
{
    const std::string most = field_of(info, "maxmemory");
    const std::string policy = field_of(info, "maxmemory_policy");
    if (most.empty() || policy.empty()) return;
    const bool forgets = policy != "noeviction";
    const std::string redis = "redis " + address + " ";
    if (use == RedisUse::sessions) {
        if (forgets && most != "0") {
            findings.warning(redis + "has maxmemory-policy " + policy +
                             ", so it forgets sessions when it is full, and visitors are signed "
                             "out: set maxmemory-policy noeviction");
        }
    } else if (most == "0") {
        findings.warning(redis +
                         "has no maxmemory, so pages may fill the memory of the machine: set "
                         "maxmemory 256mb and maxmemory-policy volatile-lfu");
    } else if (!policy.starts_with("volatile-")) {
        findings.warning(
            redis + "has maxmemory-policy " + policy + ", so when it is full it " +
            (forgets ? "may forget the purge log" : "takes no new pages and no purges") +
            ": set maxmemory-policy volatile-lfu");
    }
}

void check_redis(const ServerOptions& options, Findings& findings)
{
    const bool has_sessions = options.sessions == SessionsIn::redis;
    const bool is_one = options.session_redis.empty();
    if (options.cache == PagesIn::redis || (has_sessions && is_one))
        check_one(redis_address(options), options, RedisUse::pages, findings);
    if (!has_sessions || is_one) return;
    check_one(RedisAddress::parse(options.session_redis).value(), options, RedisUse::sessions,
              findings);
}

}  // namespace aspic
