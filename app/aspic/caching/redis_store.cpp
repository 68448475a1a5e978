#include <aspic/caching/redis_store.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <aspic/entries/entry_codec.h>
#include <aspic/entries/key.h>
#include <aspic/redis/redis_refusal.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

// Takes the texts of a reply to HMGET.
EntryTexts take_texts(redisReply& reply, const Codings& copies)
{
    EntryTexts texts;
    const std::vector<std::string_view> names = field_names(copies);
    for (std::size_t i = 0; i < std::min(names.size(), reply.elements); ++i) {
        redisReply& value = *reply.element[i];
        if (value.type == REDIS_REPLY_STRING) texts.set(names[i], take_text(value));
    }
    return texts;
}

bool is_empty(const redisReply& reply)
{
    return std::all_of(reply.element, reply.element + reply.elements,
                       [](const redisReply* value) { return value->type == REDIS_REPLY_NIL; });
}

// True if these copies are loaded, so far as the page has them.
bool has(const Entry& entry, const Codings& copies)
{
    for (std::size_t i = 0; i < copies.size(); ++i) {
        if (copies[i] && !entry.representations[static_cast<ContentCoding>(i)].is_loaded())
            return false;
    }
    return true;
}

LeaseAnswer lease_answer(const redisReply& set, const redisReply& get, const std::string& token)
{
    if (set.type == REDIS_REPLY_ERROR) return LeaseAnswer::unreachable;
    if (set.type == REDIS_REPLY_STATUS) return LeaseAnswer::granted;
    const std::string holder = text_of(get);
    return holder == token                          ? LeaseAnswer::granted  // asked twice
           : holder == RedisStore::uncacheable_note ? LeaseAnswer::uncacheable
                                                    : LeaseAnswer::held;
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

void RedisStore::add_loads(CommandBatch& batch, std::string_view path, Keys keys,
                           const Codings& copies) const
{
    const std::vector<std::string_view> names = field_names(copies);
    for (const std::string& key : keys) {
        RedisConnection::Command load{"HMGET", batch.keep(page_name(path, key))};
        load.insert(load.end(), names.begin(), names.end());
        batch.add_words(std::move(load));
    }
}

Store::Entries RedisStore::entries_of(Replies replies, std::string_view path, Keys keys,
                                      const Codings& copies)
{
    Entries entries;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (EntryPtr entry = entry_of(*replies[i], path, keys[i], copies))
            entries.push_back(std::move(entry));
    }
    return entries;
}

EntryPtr RedisStore::entry_of(redisReply& reply, std::string_view path, const std::string& key,
                              const Codings& copies)
{
    if (is_refused(reply)) {
        note_refusal_of(pool_.address(), "HMGET", text_of(reply),
                        "this process does not find pages that others have stored");
        return nullptr;
    }
    if (reply.type == REDIS_REPLY_ERROR && !std::string_view{reply.str}.starts_with("WRONGTYPE")) {
        note_refusal(reply.str);
        return nullptr;
    }
    if (reply.type != REDIS_REPLY_ARRAY) {
        log(LogLevel::warning, "a page in redis is not a hash; it is rendered again",
            {{"key", page_name(path, key)}});
        return nullptr;
    }
    if (is_empty(reply)) return nullptr;
    const auto entry = parse_entry(take_texts(reply, copies));
    if (!entry || !has(*entry, copies)) {
        log(LogLevel::warning, "a page in redis is damaged or not ours; it is rendered again",
            {{"key", page_name(path, key)}});
        return nullptr;
    }
    entry->is_shared = true;
    return entry->key == key ? entry : nullptr;
}

// From a reply to SMEMBERS.
std::optional<std::vector<Inputs>> RedisStore::input_sets_of(const redisReply& reply) const
{
    std::vector<Inputs> sets;
    if (is_refused(reply)) {
        note_refusal_of(pool_.address(), "SMEMBERS", text_of(reply),
                        "a worker finds fewer of the pages that others have stored");
        return sets;
    }
    if (reply.type != REDIS_REPLY_ARRAY) return {};
    for (std::size_t i = 0; i < reply.elements; ++i) {
        const redisReply& member = *reply.element[i];
        if (member.type != REDIS_REPLY_STRING) continue;
        if (auto set = parse_inputs({member.str, member.len})) sets.push_back(std::move(*set));
    }
    return sets;
}

Store::Known RedisStore::look(std::string_view route, std::string_view path, Keys keys,
                              const Codings& copies)
{
    CommandBatch batch;
    add_loads(batch, path, keys, copies);
    batch.add_words({"SMEMBERS", batch.keep(inputs_name(route))});
    const auto replies = pool_.run_all(batch.commands());
    if (replies.empty()) return {};
    return {entries_of(replies, path, keys, copies), input_sets_of(*replies.back())};
}

std::string RedisStore::lease_name(std::string_view path, std::string_view key) const
{
    return prefix_ + ":lease:" + key_name(path, key);
}

LeaseAnswer RedisStore::lease(const LeaseTerms& terms)
{
    return lease_and_load(terms, {}).answer;
}

Store::Leased RedisStore::lease_and_load(const LeaseTerms& terms, Keys keys)
{
    // If pages cannot be stored, it is no use to wait for one.
    if (refuses_.load(std::memory_order_relaxed)) return {LeaseAnswer::unreachable};
    const std::string name = lease_name(terms.path, terms.key);
    CommandBatch batch;
    batch.add({"SET", name, terms.token, "NX", "PX", std::to_string(terms.time.count())});
    batch.add({"GET", name});
    add_loads(batch, terms.path, keys, all_codings);
    const auto replies = pool_.run_all(batch.commands());
    if (replies.empty()) return {LeaseAnswer::unreachable};
    return {lease_answer(*replies[0], *replies[1], terms.token),
            entries_of(Replies{replies}.subspan(2), terms.path, keys, all_codings)};
}

std::string RedisStore::description() const
{
    return "redis " + pool_.address().to_text() + " as " + prefix_;
}

}  // namespace aspic
