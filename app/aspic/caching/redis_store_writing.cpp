// The part of RedisStore that writes: the result of a rendering, and the end of its lease.

#include <span>
#include <string>
#include <utility>
#include <vector>

#include <aspic/caching/redis_store.h>
#include <aspic/entries/entry_codec.h>
#include <aspic/redis/command_batch.h>
#include <aspic/redis/redis_refusal.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

constexpr auto inputs_lifetime = "2592000";  // 30 days, in seconds

// One transaction, so that a page always has a TTL, and has no fields of an older one.
void add_page(CommandBatch& batch, const std::string& name, const Entry& entry, Time now,
              bool by_transaction)
{
    std::vector<std::string> store{"HSET", name};
    for (auto& [field, value] : entry_fields(entry)) {
        store.emplace_back(field);
        store.push_back(std::move(value));
    }
    if (by_transaction) batch.add({"MULTI"});
    batch.add({"DEL", name});
    batch.add(std::move(store));
    batch.add({"EXPIRE", name, std::to_string((entry.dies() - now).count())});
    if (by_transaction) batch.add({"EXEC"});
}

void add_input_set(CommandBatch& batch, const std::string& name, const Inputs& set)
{
    batch.add({"SADD", name, to_text(set)});
    batch.add({"EXPIRE", name, inputs_lifetime});
}

const redisReply* first_error(std::span<const RedisReply> replies)
{
    for (const RedisReply& reply : replies) {
        if (reply->type == REDIS_REPLY_ERROR) return reply.get();
    }
    return nullptr;
}

}  // namespace

// If ours ends between the two steps, the other process loses its lease, and the page is rendered
// once more than needed.
void RedisStore::end_lease(const LeaseTerms& terms, const redisReply& holder)
{
    if (holder.type != REDIS_REPLY_ERROR && text_of(holder) != terms.token) return;
    const std::string name = lease_name(terms.path, terms.key);
    const RedisReply ended = pool_.run({"DEL", name});
    if (ended && is_refused(*ended)) end_by_lifetime(name, terms.token, *ended);
}

void RedisStore::end_by_lifetime(const std::string& lease, const std::string& token,
                                 const redisReply& why)
{
    note_refusal_of(pool_.address(), "DEL", text_of(why),
                    "to end a lease, its lifetime is set to one millisecond");
    pool_.run({"SET", lease, token, "XX", "PX", "1"});
}

bool RedisStore::finish(const Finished& finished)
{
    CommandBatch batch;
    if (finished.input_set != nullptr)
        add_input_set(batch, inputs_name(finished.route), *finished.input_set);
    const std::size_t begin = batch.size();
    const bool by_transaction = !no_transactions_.load(std::memory_order_relaxed);
    if (finished.entry != nullptr) {
        add_page(batch, page_name(finished.entry->path, finished.entry->key), *finished.entry,
                 finished.now, by_transaction);
    }
    const std::size_t end = batch.size();
    const std::string lease =
        finished.lease == nullptr ? "" : lease_name(finished.lease->path, finished.lease->key);
    const bool ends_at_once = finished.lease != nullptr && finished.is_surely_held;
    if (finished.lease != nullptr && finished.uncacheable_for) {
        batch.add({"SET", lease, uncacheable_note, "PX",
                   std::to_string(finished.uncacheable_for->count())});
    } else if (ends_at_once) {
        batch.add({"DEL", lease});
    } else if (finished.lease != nullptr) {
        // The lease may have ended already, and another process may hold it now.
        batch.add({"GET", lease});
    }
    if (batch.size() == 0) return true;
    const auto replies = pool_.run_all(batch.commands());
    if (replies.empty()) return finished.entry == nullptr;
    const Kept kept = judge(Replies{replies}.subspan(begin, end - begin), by_transaction);
    // Nothing was stored; the commands after it were only queued.
    if (kept == Kept::needs_no_transaction) return finish(finished);
    if (ends_at_once && is_refused(*replies.back())) {
        end_by_lifetime(lease, finished.lease->token, *replies.back());
    } else if (finished.lease != nullptr && !ends_at_once && !finished.uncacheable_for) {
        end_lease(*finished.lease, *replies.back());
    }
    return kept == Kept::yes;
}

// If MULTI was refused, the commands ran one by one; if EXEC was refused, none of them ran. A
// half-written page is a miss, because its checksum is wrong.
RedisStore::Kept RedisStore::judge(Replies page, bool by_transaction)
{
    if (page.empty()) return Kept::yes;
    if (by_transaction && (is_refused(*page.front()) || is_refused(*page.back()))) {
        const bool is_multi = is_refused(*page.front());
        const redisReply& refusal = is_multi ? *page.front() : *page.back();
        no_transactions_ = true;
        note_refusal_of(pool_.address(), is_multi ? "MULTI" : "EXEC", text_of(refusal),
                        "pages are stored in separate steps");
        if (!is_multi) return Kept::needs_no_transaction;
        page = page.subspan(1, page.size() - 2);
    }
    if (const redisReply* error = first_error(page)) {
        note_refusal(error->str);
        return Kept::no;
    }
    if (refuses_.exchange(false))
        log(LogLevel::info, "redis accepts commands again", {{"redis", pool_.address().to_text()}});
    return Kept::yes;
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

}  // namespace aspic
