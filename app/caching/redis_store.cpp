#include "caching/redis_store.h"

#include <utility>

#include "caching/key.h"
#include "reporting/log.h"

namespace aspic {

namespace {

constexpr auto inputs_lifetime = "2592000";  // 30 days, in seconds

std::vector<std::pair<std::string, std::string>> pairs_of(const redisReply& reply)
{
    std::vector<std::pair<std::string, std::string>> pairs;
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
    auto redis = pool_.take();
    if (!redis) return nullptr;
    const std::string name = page_name(path, key);
    const RedisReply reply = redis->run({"HGETALL", name});
    if (!reply) return nullptr;
    if (reply->type != REDIS_REPLY_ARRAY) {
        log(LogLevel::warning, "a page in redis is not a hash; it is rendered anew",
            {{"key", name},
             {"redis", reply->type == REDIS_REPLY_ERROR ? reply->str : "unexpected reply"}});
        return nullptr;
    }
    if (reply->elements == 0) return nullptr;
    EntryPtr entry = parse_entry(pairs_of(*reply));
    if (!entry) {
        log(LogLevel::warning, "a page in redis is damaged or not ours; it is rendered anew",
            {{"key", name}});
        return nullptr;
    }
    return entry->key == key ? entry : nullptr;
}

bool RedisStore::save(EntryPtr entry, Time now)
{
    auto redis = pool_.take();
    if (!redis) return false;
    const std::string name = page_name(entry->path, entry->key);
    const std::string lifetime = std::to_string((entry->expires - now).count());
    const auto fields = entry_fields(*entry);
    RedisConnection::Command store{"HSET", name};
    for (const auto& [field, value] : fields) {
        store.emplace_back(field);
        store.emplace_back(value);
    }
    // One transaction: a page never stands without its end of life, nor beside the fields of an
    // older one.
    const auto replies = redis->run_all(
        {{"MULTI"}, {"DEL", name}, std::move(store), {"EXPIRE", name, lifetime}, {"EXEC"}});
    if (replies.empty()) return false;
    if (const redisReply* error = first_error(replies)) {
        log(LogLevel::warning, "redis refused a page", {{"key", name}, {"redis", error->str}});
        return false;
    }
    return true;
}

std::optional<Inputs> RedisStore::load_inputs(std::string_view route)
{
    auto redis = pool_.take();
    if (!redis) return {};
    const RedisReply reply = redis->run({"SMEMBERS", inputs_name(route)});
    if (!reply || reply->type != REDIS_REPLY_ARRAY) return {};
    Inputs inputs;
    for (std::size_t i = 0; i < reply->elements; ++i) {
        const redisReply& member = *reply->element[i];
        if (member.type != REDIS_REPLY_STRING) continue;
        if (auto input = parse_input({member.str, member.len})) inputs.insert(std::move(*input));
    }
    return inputs;
}

void RedisStore::save_inputs(std::string_view route, const Inputs& inputs)
{
    if (inputs.empty()) return;
    auto redis = pool_.take();
    if (!redis) return;
    const std::string name = inputs_name(route);
    std::vector<std::string> texts;
    for (const Input& input : inputs)
        texts.push_back(to_text(input));
    RedisConnection::Command add{"SADD", name};
    add.insert(add.end(), texts.begin(), texts.end());
    redis->run_all({std::move(add), {"EXPIRE", name, inputs_lifetime}});
}

std::string RedisStore::description() const
{
    return "redis " + pool_.address().to_text();
}

}  // namespace aspic
