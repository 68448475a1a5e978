// The part of PageCache that finds pages: their keys, and what memory and the shared store have
// under them.

#include <algorithm>
#include <utility>

#include <aspic/caching/page_cache.h>
#include <aspic/entries/key.h>
#include <aspic/entries/representation_choice.h>
#include <aspic/entries/revalidation.h>

namespace aspic {

PageCache::Route& PageCache::route_of(const Question& question)
{
    return *routes_.at(question.route);
}

std::string PageCache::key_of(const Question& question, const Inputs& inputs)
{
    return cache_key(route_of(question).pattern, question.captures, inputs, question.request);
}

std::vector<std::string> PageCache::page_keys(const Question& question)
{
    const std::vector<Inputs>& sets = route_of(question).inputs.get().sets;
    if (sets.empty()) return {key_of(question, {})};
    std::vector<std::string> keys;
    keys.reserve(sets.size());
    for (const Inputs& set : sets)
        keys.push_back(key_of(question, set));
    return keys;
}

bool PageCache::answers(const Entry& entry, const Question& question)
{
    const auto keys = page_keys(question);
    return std::find(keys.begin(), keys.end(), entry.key) != keys.end();
}

std::string PageCache::unstored_key(const Question& question)
{
    return key_of(question, route_of(question).inputs.get().with_unstored);
}

PageCache::State PageCache::state_of(const Entry& entry, Time now) const
{
    const std::uint64_t count = log_->index().count();
    bool is_soft_purged = false;
    if (entry.untouched_at.load(std::memory_order_relaxed) != count) {
        const PurgeIndex::Verdict verdict = log_->index().judge(entry, now);
        if (verdict.dead) return State::none;
        is_soft_purged = verdict.stale_since.has_value();
        if (!is_soft_purged) entry.untouched_at.store(count, std::memory_order_relaxed);
    }
    // The index decides how long a soft-purged page may stay in use.
    if (is_soft_purged) return now < entry.dies() ? State::stale : State::none;
    if (now < entry.expires) return State::fresh;
    if (now < entry.stale_until) return State::stale;
    return now < entry.error_until ? State::only_for_errors : State::none;
}

// Takes the entry if it is better than what was found before.
PageCache::State PageCache::consider(Found& found, EntryPtr entry, Time now) const
{
    const State state = state_of(*entry, now);
    if (!found.before || state > found.state) found.before = entry;
    if (state > found.state) {
        found.entry = std::move(entry);
        found.state = state;
    }
    return state;
}

// A purged page must be made again: a 304 could bring it back.
bool PageCache::may_be_revalidated(const Entry& entry, Time now) const
{
    return can_be_revalidated(entry) && log_->index().judge(entry, now).untouched();
}

// Who sends only one copy of a page from the shared store loads only that one.
bool PageCache::needs_whole(const Question& question) const
{
    const Request& request = question.request;
    return question.needs_whole || question.policy.from_response || mirror_ ||
           request.header("Cookie") || request.header("If-Match");
}

bool PageCache::is_enough(const Entry& entry, const Question& question) const
{
    return entry.is_whole() || (!needs_whole(question) && has_body_for(entry, question.request));
}

PageCache::Found PageCache::find_in_memory(const Question& question, Time now)
{
    // If we do not know every purge, we cannot know if a page is old.
    if (!log_->is_current()) return {};
    Found found;
    thread_local std::string key;
    for (const Inputs& set : route_of(question).inputs.get().sets) {
        write_cache_key(key, route_of(question).pattern, question.captures, set, question.request);
        EntryPtr entry = memory_.find(key);
        if (!entry) continue;
        if (!is_enough(*entry, question)) {
            found.has_part = true;
            continue;
        }
        const State state = consider(found, entry, now);
        if (state == State::fresh) break;
        if (state == State::none && !may_be_revalidated(*entry, now)) {
            counters_->add(Count::outdated);
            memory_.forget(key);
        }
    }
    return found;
}

// Other processes may know more sets of inputs of the route: their pages have other keys.
Store::Entries PageCache::look(const Question& question, const std::vector<std::string>& keys,
                               const Codings& copies)
{
    Route& route = route_of(question);
    Store::Known known = shared_->look(route.pattern, question.request.path(), keys, copies);
    if (known.input_sets) {
        for (const Inputs& set : *known.input_sets)
            route.inputs.add(set);
    }
    return std::move(known.entries);
}

// Loads the copy that the client prefers. If a page has no such copy, a second look loads what it
// has.
Store::Entries PageCache::look_for_copy(const Question& question,
                                        const std::vector<std::string>& keys)
{
    Codings copies{};
    copies[static_cast<std::size_t>(preferred_coding(question.request, all_codings))] = true;
    Store::Entries entries = look(question, keys, copies);
    const bool are_enough = std::all_of(entries.begin(), entries.end(), [&](const EntryPtr& entry) {
        return is_enough(*entry, question);
    });
    return are_enough ? std::move(entries) : look(question, keys);
}

PageCache::Found PageCache::find(const Question& question, Time now)
{
    Found found = find_in_memory(question, now);
    if (!shared_ || found.state == State::fresh || !log_->is_current()) return found;
    const RouteInputs& inputs = route_of(question).inputs;
    const std::vector<Inputs>& sets = inputs.get().sets;
    const bool needs_all = found.has_part || needs_whole(question);
    const std::vector<std::string> keys = page_keys(question);
    Store::Entries entries = needs_all ? look(question, keys) : look_for_copy(question, keys);
    // Not only by this look: another thread may have learnt a set since the keys were made.
    found.has_new_inputs = inputs.get().sets != sets;
    add_shared(found, std::move(entries), question, now);
    return found;
}

// `entries`: from the shared store.
void PageCache::add_shared(Found& found, Store::Entries entries, const Question& question, Time now)
{
    for (EntryPtr& entry : entries) {
        const State before = found.state;
        if (consider(found, entry, now) > before) keep(std::move(entry), question);
    }
}

EntryPtr PageCache::peek(const Question& question)
{
    auto keys = page_keys(question);
    for (const std::string& key : keys) {
        if (EntryPtr entry = memory_.find(key); entry && entry->is_whole()) return entry;
    }
    // The second look knows what the first one has learnt.
    for (int looks = 0; shared_ && looks < 2; ++looks) {
        Store::Entries entries = look(question, keys);
        if (!entries.empty()) return std::move(entries.front());
        keys = page_keys(question);
    }
    return nullptr;
}

}  // namespace aspic
