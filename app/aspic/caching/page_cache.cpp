#include <aspic/caching/page_cache.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include <aspic/caching/cache_detail.h>
#include <aspic/entries/key.h>
#include <aspic/mirroring/mirror.h>

namespace aspic {

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

}  // namespace aspic
