#include "caching/redis_store.h"

#include <utility>

#include "caching/entry_codec.h"
#include "caching/key.h"
#include "reporting/log.h"

namespace aspic {

namespace {

constexpr std::string_view uncacheable_note = "uncacheable";
constexpr auto inputs_lifetime = "2592000";  // 30 days, in seconds

EntryFields pairs_of(const redisReply& reply)
{
    EntryFields pairs;
    for (std::size_t i = 0; i + 1 < reply.elements; i += 2) {
        const redisReply& name = *reply.element[i];
        const redisReply& value = *reply.element[i + 1];
        if (name.type != REDIS_REPLY_STRING || value.type != REDIS_REPLY_STRING) continue;
        pairs.emplace_back(std::string{name.str, name.len}, std::string{value.str, value.len});
    }
    return pairs;
}

const redisReply* first_error(const std::vector<RedisReply>& replies)
{
    for (const RedisReply& reply : replies) {
        if (reply->type == REDIS_REPLY_ERROR) return reply.get();
    }
    return nullptr;
}

}  // namespace

RedisStore::RedisStore(RedisAddress address, std::chrono::milliseconds timeout, std::string version)
    : pool_{std::move(address), timeout}, prefix_{"aspic:" + std::move(version)}
{
}

std::string RedisStore::page_name(std::string_view path, std::string_view key) const
{
    return prefix_ + ":page:" + key_name(path, key);
}

std::string RedisStore::inputs_name(std::string_view route) const
{
    return prefix_ + ":inputs:" + std::string{route};
}

EntryPtr RedisStore::load(std::string_view path, const std::string& key)
{
    const std::string name = page_name(path, key);
    const RedisReply reply = pool_.run({"HGETALL", name});
    if (!reply) return nullptr;
    if (reply->type == REDIS_REPLY_ERROR &&
        !std::string_view{reply->str}.starts_with("WRONGTYPE")) {
        note_refusal(reply->str);
        return nullptr;
    }
    if (reply->type != REDIS_REPLY_ARRAY) {
        log(LogLevel::warning, "a page in redis is not a hash; it is rendered anew",
            {{"key", name}});
        return nullptr;
    }
    if (reply->elements == 0) return nullptr;
    const auto entry = parse_entry(pairs_of(*reply));
    if (!entry) {
        log(LogLevel::warning, "a page in redis is damaged or not ours; it is rendered anew",
            {{"key", name}});
        return nullptr;
    }
    entry->is_shared = true;
    return entry->key == key ? entry : nullptr;
}

void RedisStore::note_refusal(const char* why)
{
    if (refuses_.exchange(true)) return;
    log(LogLevel::warning,
        "redis refuses to serve; pages are kept in memory alone until it does: is it full, "
        "read-only, or the password wrong?",
        {{"redis", pool_.address().to_text()}, {"why", why}});
}

bool RedisStore::save(const Entry& entry, Time now)
{
    const std::string name = page_name(entry.path, entry.key);
    const std::string lifetime = std::to_string((entry.dies() - now).count());
    const auto fields = entry_fields(entry);
    RedisConnection::Command store{"HSET", name};
    for (const auto& [field, value] : fields) {
        store.emplace_back(field);
        store.emplace_back(value);
    }
    // One transaction: a page never stands without its end of life, nor beside the fields of an
    // older one.
    const auto replies = pool_.run_all(
        {{"MULTI"}, {"DEL", name}, std::move(store), {"EXPIRE", name, lifetime}, {"EXEC"}});
    if (replies.empty()) return false;
    if (const redisReply* error = first_error(replies)) {
        note_refusal(error->str);
        return false;
    }
    if (refuses_.exchange(false))
        log(LogLevel::info, "redis serves again", {{"redis", pool_.address().to_text()}});
    return true;
}

std::optional<Inputs> RedisStore::load_inputs(std::string_view route)
{
    const RedisReply reply = pool_.run({"SMEMBERS", inputs_name(route)});
    if (!reply || reply->type != REDIS_REPLY_ARRAY) return {};
    Inputs inputs;
    for (std::size_t i = 0; i < reply->elements; ++i) {
        const redisReply& member = *reply->element[i];
        if (member.type != REDIS_REPLY_STRING) continue;
        auto input = parse_input({member.str, member.len});
        if (input && may_be_read(*input)) inputs.insert(std::move(*input));
    }
    return inputs;
}

void RedisStore::save_inputs(std::string_view route, const Inputs& inputs)
{
    if (inputs.empty()) return;
    const std::string name = inputs_name(route);
    std::vector<std::string> texts;
    for (const Input& input : inputs)
        texts.push_back(to_text(input));
    RedisConnection::Command add{"SADD", name};
    add.insert(add.end(), texts.begin(), texts.end());
    pool_.run_all({std::move(add), {"EXPIRE", name, inputs_lifetime}});
}

std::string RedisStore::lease_name(std::string_view path, std::string_view key) const
{
    return prefix_ + ":lease:" + key_name(path, key);
}

LeaseAnswer RedisStore::lease(std::string_view path, const std::string& key,
                              const std::string& token, std::chrono::milliseconds time)
{
    const std::string name = lease_name(path, key);
    const std::string limit = std::to_string(time.count());
    // SET ... NX GET answers what was there before; nil: the lease is ours.
    const RedisReply reply = pool_.run({"SET", name, token, "NX", "GET", "PX", limit});
    if (!reply || reply->type == REDIS_REPLY_ERROR) return LeaseAnswer::unreachable;
    if (reply->type != REDIS_REPLY_STRING) return LeaseAnswer::granted;
    const std::string_view holder{reply->str, reply->len};
    return holder == token              ? LeaseAnswer::granted  // asked twice
           : holder == uncacheable_note ? LeaseAnswer::uncacheable
                                        : LeaseAnswer::held;
}

void RedisStore::end_lease(std::string_view path, const std::string& key, const std::string& token)
{
    // Only our own: it may have ended, and be somebody else's by now.
    constexpr const char* script =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end "
        "return 0";
    pool_.run({"EVAL", script, "1", lease_name(path, key), token});
}

void RedisStore::note_uncacheable(std::string_view path, const std::string& key,
                                  std::chrono::milliseconds time)
{
    pool_.run({"SET", lease_name(path, key), uncacheable_note, "PX", std::to_string(time.count())});
}

std::string RedisStore::description() const
{
    return "redis " + pool_.address().to_text() + " as " + prefix_;
}

}  // namespace aspic
