#include <aspic/caching/redis_store.h>

#include <utility>

#include <aspic/entries/entry_codec.h>
#include <aspic/entries/key.h>
#include <aspic/redis/redis_refusal.h>
#include <aspic/reporting/log.h>

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
    if (is_refused(*reply)) {
        note_refusal_of(pool_.address(), "HGETALL", text_of(*reply),
                        "this process does not find pages that others have stored");
        return nullptr;
    }
    if (reply->type == REDIS_REPLY_ERROR &&
        !std::string_view{reply->str}.starts_with("WRONGTYPE")) {
        note_refusal(reply->str);
        return nullptr;
    }
    if (reply->type != REDIS_REPLY_ARRAY) {
        log(LogLevel::warning, "a page in redis is not a hash; it is rendered again",
            {{"key", name}});
        return nullptr;
    }
    if (reply->elements == 0) return nullptr;
    const auto entry = parse_entry(pairs_of(*reply));
    if (!entry) {
        log(LogLevel::warning, "a page in redis is damaged or not ours; it is rendered again",
            {{"key", name}});
        return nullptr;
    }
    entry->is_shared = true;
    return entry->key == key ? entry : nullptr;
}

void RedisStore::note_refusal(const char* why)
{
    if (refuses_.exchange(true)) return;
    const std::string help = way_out_of(pool_.address(), why);
    log(LogLevel::warning,
        "redis refuses commands; until it accepts them, pages are cached only in memory",
        {{"redis", pool_.address().to_text()},
         {"why", why},
         {"help",
          help.empty()
              ? "check whether redis is full or read-only, and whether the password is right"
              : help}});
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
    std::vector<RedisConnection::Command> commands{
        {"DEL", name}, std::move(store), {"EXPIRE", name, lifetime}};
    const bool by_transaction = !no_transactions_.load(std::memory_order_relaxed);
    if (by_transaction) {
        commands.insert(commands.begin(), {"MULTI"});
        commands.push_back({"EXEC"});
    }
    auto replies = pool_.run_all(commands);
    if (replies.empty()) return false;
    if (by_transaction && (is_refused(*replies.front()) || is_refused(*replies.back()))) {
        // Without MULTI the commands were carried out one by one; without EXEC, none was. A page
        // that is met half written is a miss: its checksum says so.
        const bool is_multi = is_refused(*replies.front());
        const RedisReply& refusal = is_multi ? replies.front() : replies.back();
        no_transactions_ = true;
        note_refusal_of(pool_.address(), is_multi ? "MULTI" : "EXEC", text_of(*refusal),
                        "pages are stored in separate steps");
        if (!is_multi) return save(entry, now);
        replies.erase(replies.begin());
        replies.pop_back();
    }
    if (const redisReply* error = first_error(replies)) {
        note_refusal(error->str);
        return false;
    }
    if (refuses_.exchange(false))
        log(LogLevel::info, "redis accepts commands again", {{"redis", pool_.address().to_text()}});
    return true;
}

std::optional<Inputs> RedisStore::load_inputs(std::string_view route)
{
    const RedisReply reply = pool_.run({"SMEMBERS", inputs_name(route)});
    if (reply && is_refused(*reply)) {
        note_refusal_of(pool_.address(), "SMEMBERS", text_of(*reply),
                        "a worker finds fewer of the pages that others have stored");
        return Inputs{};  // there is no use in asking again for each page
    }
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
    // What cannot be stored is not worth waiting for.
    if (refuses_.load(std::memory_order_relaxed)) return LeaseAnswer::unreachable;
    const std::string name = lease_name(path, key);
    const std::string limit = std::to_string(time.count());
    const auto replies = pool_.run_all({{"SET", name, token, "NX", "PX", limit}, {"GET", name}});
    if (replies.empty() || replies[0]->type == REDIS_REPLY_ERROR) return LeaseAnswer::unreachable;
    if (replies[0]->type == REDIS_REPLY_STATUS) return LeaseAnswer::granted;
    const std::string holder = text_of(*replies[1]);
    return holder == token              ? LeaseAnswer::granted  // asked twice
           : holder == uncacheable_note ? LeaseAnswer::uncacheable
                                        : LeaseAnswer::held;
}

// Only our own: it may have ended, and be somebody else's by now. If it ends just between the two
// steps, the other one's goes, and a page is rendered once more than needed.
void RedisStore::end_lease(std::string_view path, const std::string& key, const std::string& token)
{
    const std::string name = lease_name(path, key);
    const RedisReply holder = pool_.run({"GET", name});
    if (!holder) return;
    if (holder->type != REDIS_REPLY_ERROR && text_of(*holder) != token) return;
    const RedisReply ended = pool_.run({"DEL", name});
    if (!ended || !is_refused(*ended)) return;
    note_refusal_of(pool_.address(), "DEL", text_of(*ended),
                    "to end a lease, its lifetime is set to one millisecond");
    pool_.run({"SET", name, token, "XX", "PX", "1"});
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
