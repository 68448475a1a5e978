// The part of PageCache that makes pages: rendering, also by another process. What is kept of the
// result is in page_keeping.cpp.

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include <aspic/base/syntax.h>
#include <aspic/base/watched_work.h>
#include <aspic/caching/cache_detail.h>
#include <aspic/caching/page_cache.h>
#include <aspic/caching/store_lease.h>
#include <aspic/entries/key.h>
#include <aspic/entries/no_vary_search.h>
#include <aspic/entries/revalidation.h>
#include <aspic/entries/storability.h>

namespace aspic {

using namespace std::chrono_literals;

namespace {

// A field in the response's Vary is an input too, even if the view did not read it.
void add_vary(const RenderedAnswer& rendered, Inputs& reads)
{
    const std::string vary = rendered.headers.joined("Vary").value_or("");
    std::string_view rest = vary;
    while (!rest.empty()) {
        const std::string name = field_input_name(syntax::trim(syntax::take_until(rest, ',')));
        const Input input{InputKind::vary, name};
        // The cache makes coded copies itself, unless the response is coded already.
        const bool is_ours = name == "accept-encoding" && !rendered.headers.has("Content-Encoding");
        if (!name.empty() && name != "*" && !is_ours && may_be_read(input)) reads.insert(input);
    }
}

void add_no_vary_search(RenderedAnswer& rendered, const Inputs& reads, const Request& request)
{
    constexpr std::string_view name = "No-Vary-Search";
    if (rendered.headers.has(name)) return;
    if (const auto value = no_vary_search(reads, request)) rendered.headers.set(name, *value);
}

// How long a page is kept if a fragment failed and left its hole empty.
constexpr std::chrono::seconds incomplete_lifetime{5};

bool is_error(const RenderedAnswer& rendered)
{
    return rendered.status >= 500;
}

// Returns the answer that others get until the view is tried again; null if there is none. An
// answer may be only for one visitor. Under from_response, no cache may keep an error of the view's
// own that does not say how long it is fresh (RFC 9111, section 3). The error of a view that
// forwards may come from a field that is not in the key.
RenderedAnswer* kept_failure(const CachePolicy& policy, RenderedAnswer& rendered, bool forwards)
{
    const bool is_own = policy.from_response && rendered.keeps_cache_fields;
    return is_own || forwards || !may_be_shared(rendered) ? nullptr : &rendered;
}

}  // namespace

PageCache::Answered PageCache::miss(const std::string& key, const Question& question,
                                    const Origin& origin, RequestCoalescer::Lead lead,
                                    EntryPtr before)
{
    // Another thread may have stored the page after our look and before our lead.
    const Instant now = settings_.now();
    Found found = find_in_memory(question, second_of(now));
    if (!found.before) found.before = std::move(before);
    StoreLease lease{shared_.get(), route_of(question).pattern, question.request, key,
                     settings_.lease_time};
    LeaseAnswer answer = LeaseAnswer::granted;
    if (found.state != State::fresh) {
        // Another process may have stored the page and ended its lease after our look.
        Store::Leased leased = lease.ask_and_load(page_keys(question));
        answer = leased.answer;
        if (log_->is_current())
            add_shared(found, std::move(leased.entries), question, second_of(now));
    }
    if (found.state == State::fresh) {
        lead.land(found.entry);
        return serve(found, now);
    }
    if (answer == LeaseAnswer::uncacheable)
        return render_alone(question, origin, "uncacheable", found.before);
    if (answer == LeaseAnswer::held) {
        counters_->add(Count::waited);
        if (EntryPtr other = wait_for_other_process(question, lease)) {
            lead.land(other);
            return {Shared{std::move(other), CacheStatus::collapsed(), second_of(now)}};
        }
    }
    return render(key, found, question, origin, std::move(lead), lease);
}

// Waits until the other process has stored the page, or until its lease has ended and we hold the
// lease. Returns null if we have to render.
EntryPtr PageCache::wait_for_other_process(const Question& question, StoreLease& lease)
{
    const WatchedWork::Waiting not_counted{WatchedWork::of_this_thread()};
    const auto deadline = std::chrono::steady_clock::now() + settings_.most_waiting;
    for (auto pause = 1ms; std::chrono::steady_clock::now() < deadline;
         pause = std::min(2 * pause, 20ms)) {
        std::this_thread::sleep_for(pause);
        if (lease.ask() == LeaseAnswer::held) continue;
        // The process that held the lease stored the page before it ended the lease.
        Found found = find(question, second_of(settings_.now()));
        return found.state == State::fresh ? std::move(found.entry) : nullptr;
    }
    return nullptr;
}

void PageCache::renew(const Entry& old, const Question& question, const Origin& origin)
{
    // A page that has just failed is not tried again at once, even if many requests find it stale.
    const Time tried = second_of(settings_.now());
    const std::string unstored = unstored_key(question);
    if (failure_of(unstored, tried) || uncacheable_.has(unstored, tried)) return;
    const std::string key = key_of(question, route_of(question).inputs.get().all);
    auto lead = coalescer_.join(key).lead;
    if (!lead) return;
    const Found found = find(question, second_of(settings_.now()));
    const bool is_newer =
        found.state == State::fresh && found.entry.get() != &old &&
        (found.entry->rendered > old.rendered || found.entry->position > old.position);
    if (is_newer) return lead->land(found.entry);
    StoreLease lease{shared_.get(), route_of(question).pattern, question.request, key,
                     settings_.lease_time};
    Store::Leased leased = lease.ask_and_load(page_keys(question));
    if (leased.answer == LeaseAnswer::held || leased.answer == LeaseAnswer::uncacheable) return;
    const Time now = second_of(settings_.now());
    Found again = find_in_memory(question, now);
    if (log_->is_current()) add_shared(again, std::move(leased.entries), question, now);
    if (again.state == State::fresh && again.entry != found.entry) return lead->land(again.entry);
    render(key, found, question, origin, std::move(*lead), lease);
}

// The page failed: its view takes too long. Its next visitors get the old page or a 504 at once.
// Runs on the thread of the watch, while the view runs, so what that has read is not known yet.
void PageCache::note_given_up(const Question& question, const Origin& origin,
                              const EntryPtr& before)
{
    Made made{
        .position = log_->index().position(), .rendered = origin.too_late(), .at = settings_.now()};
    // Whether a view under from_response forwards fields is not known yet: see kept_failure.
    note_failure(question, made, before, question.policy.from_response ? nullptr : &made.rendered);
}

// Runs the view, or the renderer of its error page. `before`: an expired page, or null.
PageCache::Made PageCache::make(const Question& question, const Origin& origin,
                                const EntryPtr& before)
{
    counters_->add(Count::rendered);
    // A gate changes the fields of its page, so a 304 could not be understood.
    const bool may_ask = question.policy.from_response && !question.policy.has_gate && before &&
                         may_be_revalidated(*before, second_of(settings_.now()));
    const Entry* stored = may_ask ? before.get() : nullptr;
    Made made{.position = log_->index().position()};
    const auto began = std::chrono::steady_clock::now();
    ForwardRequest visitor{question.request, made.reads, stored};
    made.rendered = origin.render(visitor);
    made.forwards = visitor.has_given_fields();
    if (stored != nullptr && made.rendered.status == 304) {
        if (!confirms(made.rendered, *stored)) return make(question, origin, nullptr);
        made.rendered = freshened(*stored, std::move(made.rendered));
        // The view has stopped early. The page depends on all that its first rendering has read.
        const Inputs read_before = key_inputs_of(stored->key);
        made.reads.insert(read_before.begin(), read_before.end());
    }
    made.took =
        std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    made.at = settings_.now();
    return made;
}

PageCache::Answered PageCache::render_alone(const Question& question, const Origin& origin,
                                            std::string_view why, const EntryPtr& before)
{
    Made made = [&] {
        const UndoIfGivenUp undo{[&] { note_given_up(question, origin, before); }};
        return make(question, origin, before);
    }();
    if (is_error(made.rendered)) {
        note_failure(question, made, nullptr,
                     kept_failure(question.policy, made.rendered, made.forwards));
    } else if (why == "uncacheable" && question.policy.from_response) {
        const Freshness freshness = decide_freshness(
            made.rendered, question.policy, settings_.freshness, second_of(made.at), made.took);
        add_vary(made.rendered, made.reads);
        keep_for_revalidation(question, made, freshness);
    }
    counters_->add(Count::not_shared);
    const Forward forward = why == "authorization" ? Forward::bypass : Forward::miss;
    return {NotShared{std::move(made.rendered), CacheStatus::forwarded(forward, why)}};
}

PageCache::Answered PageCache::render(const std::string& key, const Found& found,
                                      const Question& question, const Origin& origin,
                                      RequestCoalescer::Lead lead, StoreLease& lease)
{
    Made made = [&] {
        const UndoIfGivenUp undo{[&] {
            note_given_up(question, origin, found.before);
            lead.land(nullptr);
        }};
        return make(question, origin, found.before);
    }();
    RenderedAnswer& rendered = made.rendered;
    const Time now = second_of(made.at);
    const Forward forward = found.before ? Forward::stale : Forward::uri_miss;
    const bool has_old_page =
        found.entry && now < found.entry->error_until && state_of(*found.entry, now) != State::none;
    // An error is a page if it says how long it is fresh, and no older page stands in for it.
    Freshness freshness{.refused = "status"};
    if (!is_error(rendered) || !has_old_page) {
        freshness =
            decide_freshness(rendered, question.policy, settings_.freshness, now, made.took);
    }
    if (is_error(rendered) && !freshness.refused.empty()) {
        note_failure(question, made, found.before,
                     kept_failure(question.policy, rendered, made.forwards));
        if (has_old_page) return serve({found.entry, State::only_for_errors}, made.at);
        counters_->add(Count::not_shared);
        return {NotShared{std::move(rendered), CacheStatus::forwarded(forward, "status")}};
    }
    add_vary(rendered, made.reads);
    std::optional<Inputs> inputs;
    if (freshness.refused.empty()) {
        inputs = key_inputs(question, made.reads, lease);
        if (!inputs) freshness.refused = "too-many-inputs";
    }
    if (!inputs) {
        keep_for_revalidation(question, made, freshness);
        note_unstored(key, question, made.reads, freshness.refused, lease);
        return {NotShared{std::move(rendered), CacheStatus::forwarded(forward, freshness.refused)}};
    }

    const std::string query = query_of(*inputs, question.request);
    const GuestForms forms = make_guest_forms(rendered.content, [&](const std::string& path) {
        return origin.guest_fragment(path, query);
    });
    if (!forms.complete) {
        if (has_old_page) {
            note_failure(question, made, found.before, nullptr);
            return serve({found.entry, State::only_for_errors}, made.at);
        }
        shorten(freshness, rendered, incomplete_lifetime, now);
    }
    if (settings_.no_vary_search && !question.policy.sees_request)
        add_no_vary_search(rendered, made.reads, question.request);
    const auto entry =
        finish_entry(std::move(rendered), forms, freshness, *inputs, question.request,
                     found.before.get(), now, settings_.dictionary.get());
    entry->key = key_of(question, *inputs);
    entry->position = made.position;
    entry->render_time = made.took;
    entry->expires -= std::chrono::seconds{static_cast<std::int64_t>(
        static_cast<double>(freshness.lifetime.count()) * settings_.jitter * random_share())};
    entry->pack();
    memory_.keep(entry);
    const bool is_stored =
        !shared_ || !belongs_to_shared(*entry, now) || share(*entry, now, &lease);
    // Another process may take it from the store.
    offer_to_mirror(entry, question);
    counters_->add(Count::stored);
    if (forms.complete) failures_.forget(unstored_key(question));
    lead.land(entry);
    CacheStatus status =
        CacheStatus::forwarded(forward, is_stored ? "" : cache_detail::store_failed);
    status.is_stored = is_stored;
    if (is_stored) status.ttl = entry->expires - now;
    if (!forms.complete) status.add_detail("fragment-failed");
    return {Shared{entry, std::move(status), now}};
}

}  // namespace aspic
