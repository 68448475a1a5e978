#include <aspic/caching/page_cache.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include <aspic/caching/cache_detail.h>
#include <aspic/entries/key.h>
#include <aspic/entries/representation_choice.h>
#include <aspic/entries/revalidation.h>
#include <aspic/http/errors.h>
#include <aspic/mirroring/mirror.h>

namespace aspic {

using namespace std::chrono_literals;

double PageCache::random_share()
{
    thread_local std::minstd_rand engine{std::random_device{}()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(engine);
}

PageCache::PageCache(std::shared_ptr<Store> shared, std::unique_ptr<PurgeLog> log,
                     std::vector<std::string> routes, PageCacheSettings settings,
                     std::shared_ptr<Mirror> mirror)
    : shared_{std::move(shared)},
      log_{std::move(log)},
      settings_{std::move(settings)},
      memory_{settings_.memory_bytes},
      mirror_{std::move(mirror)}
{
    for (std::string& pattern : routes) {
        routes_.emplace_back(std::make_unique<Route>())->pattern = std::move(pattern);
    }
    log_->tell_others([this] { return numbers(); });
}

PageCache::~PageCache()
{
    end_mirror();
    log_->tell_others(nullptr);
}

void PageCache::count_in(Counters& counters)
{
    counters_ = &counters;
    if (mirror_) mirror_->count_in(counters);
}

void PageCache::begin_mirror()
{
    if (!mirror_) return;
    mirror_->begin(*log_, [this](const std::string& key, const std::string& path) -> EntryPtr {
        if (!shared_) return nullptr;
        Store::Known known = shared_->look(key_route(key), path, {&key, 1}, all_codings);
        return known.entries.empty() ? nullptr : std::move(known.entries.front());
    });
}

void PageCache::end_mirror()
{
    if (mirror_) mirror_->end();
}

std::string PageCache::description() const
{
    const std::string memory = "memory " + std::to_string(memory_.most_bytes() >> 20U) + " MiB";
    return shared_ ? shared_->description() + ", " + memory : memory;
}

std::string PageCache::numbers() const
{
    std::string line;
    for (std::size_t i = 0; i < count_names.size(); ++i) {
        line.append(count_names[i]).append("=");
        line.append(std::to_string(counters_->get(static_cast<Count>(i)))).append(" ");
    }
    line +=
        "pages=" + std::to_string(memory_.entries()) + " bytes=" + std::to_string(memory_.bytes());
    if (mirror_) {
        line += " mirror_pages=" + std::to_string(mirror_->pages()) +
                " mirror_bytes=" + std::to_string(mirror_->bytes());
    }
    return line;
}

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

void PageCache::keep(EntryPtr entry, const Question& question)
{
    offer_to_mirror(entry, question);
    memory_.keep(std::move(entry));
}

// Everyone gets the same page if its view read nothing, and nothing around it sees the request. The
// front end may then send it, whatever the query is.
void PageCache::offer_to_mirror(const EntryPtr& entry, const Question& question)
{
    if (mirror_ && !question.policy.sees_request && key_inputs_of(entry->key).empty())
        mirror_->offer(entry);
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

// XFetch (Vattani, Chierichetti, Lowenstein: "Optimal probabilistic cache stampede prevention",
// VLDB 2015): the more a page costs to make and the nearer its end is, the more likely it is
// renewed early. If many visitors request it, one of them will cause the renewal.
bool PageCache::is_due_early(const Entry& entry, Instant now) const
{
    if (settings_.early_renewal <= 0) return false;
    const std::chrono::milliseconds left = entry.expires - now;
    const double cost = static_cast<double>(entry.render_time.count()) * settings_.early_renewal;
    constexpr double least_share = 1e-7;
    constexpr double never_further = 17;  // -log(least_share), rounded up
    if (static_cast<double>(left.count()) > never_further * cost) return false;
    return -std::log(std::max(random_share(), least_share)) * cost >=
           static_cast<double>(left.count());
}

PageCache::Answered PageCache::serve(const Found& found, Instant now)
{
    const EntryPtr& entry = found.entry;
    const bool is_fresh = found.state == State::fresh;
    counters_->add(is_fresh ? Count::hit : Count::stale);
    const Time second = second_of(now);
    CacheStatus status = CacheStatus::hit(entry->expires - second);
    if (found.state == State::stale) status.add_detail(cache_detail::stale_while_revalidate);
    if (found.state == State::only_for_errors) status.add_detail(cache_detail::stale_if_error);
    if (log_->is_lost()) status.add_detail("redis-unreachable");
    Answered answered{Shared{entry, std::move(status), second}};
    if (found.state == State::stale || (is_fresh && is_due_early(*entry, now)))
        answered.to_renew = entry;
    if (shared_ && !entry->is_shared.load(std::memory_order_relaxed)) {
        answered.after = [this, entry, second] {
            if (belongs_to_shared(*entry, second)) share(*entry, second);
        };
    }
    return answered;
}

PageCache::Answered PageCache::answer(const Question& question, const Origin& origin)
{
    const bool is_authorized = question.request.header("Authorization").has_value();
    const auto began = RequestCoalescer::Clock::now();
    const auto asked = question.request.arrived().value_or(began);
    const auto deadline = began + settings_.most_waiting;
    bool has_waited_in_vain = false;
    if (const auto* flight = dynamic_cast<const Flight*>(question.request.has_waited_for())) {
        if (!flight->is_complete()) return after_waiting_in_vain(question, origin, false);
        if (auto shared = shared_from(*flight, question, asked)) return {std::move(*shared)};
        has_waited_in_vain = !flight->entry();
    }
    bool has_new_inputs = false;
    // Tries again only if the page has another key than we knew, or if the page that we waited for
    // is not ours: it answers another query, or was purged in the meantime.
    while (RequestCoalescer::Clock::now() <= deadline) {
        const Instant now = settings_.now();
        // The shared store looks for the page under its new keys when it is asked for the lease.
        Found found = has_new_inputs ? find_in_memory(question, second_of(now))
                                     : find(question, second_of(now));
        const bool is_private = is_authorized && !question.policy.for_authorized &&
                                (!found.entry || !found.entry->for_authorized);
        if (!is_private && found.state > State::only_for_errors) return serve(found, now);
        const std::string unstored = unstored_key(question);
        if (const auto failure = failure_of(unstored, second_of(now))) {
            if (!is_private && found.entry) return serve(found, now);
            if (failure->answer) return answer_again(*failure, second_of(now));
        }
        // Requests with the same key wait for each other: as far as is known, they get the same
        // page.
        const std::string key = key_of(question, route_of(question).inputs.get().all);
        // Without news of purges, a request that has waited uses only a rendering that began after
        // the request arrived.
        if (asked < began && !is_private) {
            if (auto shared =
                    shared_if_fresh(coalescer_.landed_since(key, asked), question, second_of(now)))
                return {std::move(*shared)};
        }
        const bool is_alone = is_private || uncacheable_.has(unstored, second_of(now));
        if (question.request.asks_again() && !is_alone && !found.has_new_inputs &&
            !has_waited_in_vain) {
            if (auto flight = coalescer_.under_way(key))
                return wait_elsewhere(std::move(flight), question);
        }
        if (!origin.admit()) {
            if (!is_private && found.entry) return serve(found, now);
            return {NotAdmitted{}};
        }
        if (is_private) return render_alone(question, origin, "authorization");
        if (is_alone) return render_alone(question, origin, "uncacheable", found.before);

        has_new_inputs = found.has_new_inputs;
        if (has_new_inputs) continue;
        if (has_waited_in_vain) return after_waiting_in_vain(question, origin, true);
        RequestCoalescer::Joined joined = coalescer_.join(key);
        if (joined.lead) {
            return miss(key, question, origin, std::move(*joined.lead), std::move(found.before));
        }
        if (question.request.asks_again())
            return wait_elsewhere(std::move(joined.flight), question);
        counters_->add(Count::waited);
        const bool has_landed = coalescer_.wait(key, *joined.flight);
        if (!has_landed || !joined.flight->entry())
            return after_waiting_in_vain(question, origin, has_landed);
        if (auto shared = shared_from(*joined.flight, question, asked)) return {std::move(*shared)};
    }
    return render_alone(question, origin, cache_detail::waited_too_long);
}

PageCache::Answered PageCache::wait_elsewhere(std::shared_ptr<const Flight> flight,
                                              const Question& question)
{
    if (question.request.has_waited_for() == nullptr) counters_->add(Count::waited);
    return {InProgress{std::move(flight)}};
}

std::optional<Shared> PageCache::shared_if_fresh(EntryPtr made, const Question& question, Time now)
{
    if (!made || !answers(*made, question) || !is_enough(*made, question) ||
        state_of(*made, now) != State::fresh)
        return {};
    return Shared{std::move(made), CacheStatus::collapsed(), now};
}

std::optional<Shared> PageCache::shared_from(const Flight& flight, const Question& question,
                                             Flight::Clock::time_point asked)
{
    // Without news of purges, only a rendering that began after the request arrived is surely new
    // enough.
    const bool is_known = log_->is_current() || flight.began() >= asked;
    if (!is_known) return {};
    auto shared = shared_if_fresh(flight.entry(), question, second_of(settings_.now()));
    const bool is_authorized = question.request.header("Authorization").has_value();
    const bool is_private = is_authorized && !question.policy.for_authorized;
    if (shared && is_private && !shared->entry->for_authorized) return {};
    return shared;
}

// The rendering that we waited for gave nothing that may be shared, or is not finished. If its view
// failed, an old page is better.
PageCache::Answered PageCache::after_waiting_in_vain(const Question& question, const Origin& origin,
                                                     bool has_landed)
{
    const Instant now = settings_.now();
    // The view may have read more than was known before.
    const auto failure = failure_of(unstored_key(question), second_of(now));
    if (failure || !has_landed) {
        const Found found = find(question, second_of(now));
        if (found.entry) return serve(found, now);
    }
    if (failure && failure->answer) return answer_again(*failure, second_of(now));
    // If each waiting request ran such a slow view once more, the views would occupy all threads.
    if (!has_landed)
        throw Unavailable{"This page takes a long time to make. Please try again in a moment.", 2s};
    return render_alone(question, origin, cache_detail::not_shared);
}

std::optional<Failures::Failure> PageCache::failure_of(const std::string& key, Time now)
{
    // Without news of purges, we do not know if a purge has ended the pause.
    if (!log_->is_current()) return {};
    auto failure = failures_.find(key, now);
    if (failure && !log_->index().judge(*failure->page, now).untouched()) {
        failures_.end_pause(key);
        failure.reset();
    }
    return failure;
}

PageCache::Answered PageCache::answer_again(const Failures::Failure& failure, Time now)
{
    counters_->add(Count::not_shared);
    RenderedAnswer rendered = *failure.answer;
    const std::chrono::seconds left = failure.until - now;
    rendered.headers.set("Retry-After", std::to_string(left.count()));
    CacheStatus status = CacheStatus::hit(left);
    status.add_detail("failed-before");
    return {NotShared{std::move(rendered), std::move(status)}};
}

}  // namespace aspic
