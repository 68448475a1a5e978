// The part of PageCache that keeps what was made: the inputs in a page's key, what goes to the
// shared store, and notes of answers that are not stored.

#include <algorithm>
#include <optional>
#include <utility>

#include <aspic/base/numbers.h>
#include <aspic/caching/page_cache.h>
#include <aspic/caching/store_lease.h>
#include <aspic/entries/key.h>
#include <aspic/entries/revalidation.h>
#include <aspic/reporting/log.h>

namespace aspic {

namespace {

// In bytes. Up to a thousand error pages are kept; one larger than this is made again for each
// visitor.
constexpr std::size_t most_kept_failure = std::size_t{64} << 10U;

// Reads a Retry-After in seconds. Ignores one with a date.
std::optional<std::chrono::seconds> stated_pause(const RenderedAnswer& rendered)
{
    const auto field = rendered.headers.get("Retry-After");
    if (!field) return {};
    const auto seconds = parse_number<std::uint32_t>(*field);
    if (!seconds) return {};
    return std::chrono::seconds{*seconds};
}

// The scheme has only two values; any other input may have any.
bool holds_made_up_input(const Entry& entry)
{
    return std::any_of(entry.inputs.begin(), entry.inputs.end(),
                       [](const auto& input) { return input.first != "scheme"; });
}

}  // namespace

// The inputs in the key of a page that is stored. Nothing if its route has too many.
std::optional<Inputs> PageCache::key_inputs(const Question& question, const Inputs& reads,
                                            StoreLease& lease)
{
    Route& route = route_of(question);
    auto learned = route.inputs.add(reads);
    if (learned) {
        if (learned->is_new) lease.learn(learned->set);
        return std::move(learned->set);
    }
    warn_of_inputs(route);
    return {};
}

// Returns false if the route has too many inputs. Then there is no note of the answer, because it
// would be for other requests too.
bool PageCache::add_unstored(const Question& question, const Inputs& reads)
{
    Route& route = route_of(question);
    if (route.inputs.add_unstored(reads)) return true;
    warn_of_inputs(route);
    return false;
}

void PageCache::warn_of_inputs(Route& route)
{
    if (route.has_too_many_inputs.exchange(true)) return;
    log(LogLevel::warning,
        "the views of a route have read too many different parameters and fields; a page that "
        "needs a new one is not stored",
        {{"route", route.pattern},
         {"limit", std::to_string(RouteInputs::most_inputs)},
         {"help",
          "read parameters by names that the program knows, use a capture, or name fewer fields in "
          "Vary"}});
}

// Keeps an answer that may be used only after the other server has confirmed it (no-cache, or a
// lifetime of 0). It is dead from the beginning, so nobody gets it without that.
void PageCache::keep_for_revalidation(const Question& question, const Made& made,
                                      const Freshness& freshness)
{
    const RenderedAnswer& rendered = made.rendered;
    if (!made.forwards || !freshness.may_be_revalidated ||
        !can_be_revalidated(rendered.headers, rendered.content.holes))
        return;
    const auto learned = route_of(question).inputs.add(made.reads);
    if (!learned) return;
    Freshness dead = freshness;
    dead.keeps_validators = true;
    dead.no_transform = true;  // nobody gets these bytes in a coded form
    const Time now = second_of(made.at);
    const auto entry = finish_entry(rendered, {}, dead, made.reads, question.request, nullptr, now);
    entry->key = key_of(question, learned->set);
    entry->position = made.position;
    entry->pack();
    memory_.keep(entry);
}

// The answer does not enter the keys of its route's pages. The note is for exactly the inputs that
// the view read: with another query, the page may be stored.
void PageCache::note_unstored(const std::string& key, const Question& question, const Inputs& reads,
                              std::string_view why, StoreLease& lease)
{
    const bool is_mistake =
        why == "malformed-cache-control" || (why == "set-cookie" && !question.policy.from_response);
    log(is_mistake ? LogLevel::warning : LogLevel::debug, "a page under cache_page was not stored",
        {{"path", std::string{question.request.path()}}, {"why", std::string{why}}});
    counters_->add(Count::not_shared);
    if (!add_unstored(question, reads)) return;
    uncacheable_.write(unstored_key(question), second_of(settings_.now()));
    // The lease's key has all inputs of stored pages. If the view read more, the note would be for
    // more than this answer.
    const Inputs& all = route_of(question).inputs.get().all;
    if (contains(all, reads) && key == key_of(question, all))
        lease.note_uncacheable(uncacheable_.lifetime());
}

// `old`: an earlier rendering of the page; the failure gets its tags too. If `rendered` is null,
// only an old page, if there is one, is served until the next try.
void PageCache::note_failure(const Question& question, const Made& made, const EntryPtr& old,
                             RenderedAnswer* rendered)
{
    if (!add_unstored(question, made.reads)) return;
    const std::string key = unstored_key(question);
    auto page = std::make_shared<Entry>();
    page->path = question.request.path();
    page->position = made.position;
    page->tags = old ? old->tags : failures_.tags(key);
    std::shared_ptr<RenderedAnswer> answer;
    std::optional<std::chrono::seconds> stated;
    if (rendered != nullptr) {
        page->tags.insert(page->tags.end(), rendered->tags.begin(), rendered->tags.end());
        stated = stated_pause(*rendered);
        if (rendered->content.html.size() <= most_kept_failure)
            answer = std::make_shared<RenderedAnswer>(*rendered);
    }
    const auto pause =
        failures_.note(key, {.answer = std::move(answer), .page = std::move(page), .until = {}},
                       stated, second_of(made.at));
    if (rendered != nullptr) rendered->headers.set("Retry-After", std::to_string(pause.count()));
}

// Visitors can make up pages: those whose key holds a query, a host or a header field, and 404s,
// 410s and redirections of a route with captures. They go to the shared store only when they are
// asked for again, and only a limited number of them: otherwise they would push out the pages that
// people read.
bool PageCache::belongs_to_shared(const Entry& entry, Time now)
{
    const bool is_page = entry.status == 200;
    const bool has_variants = holds_made_up_input(entry);
    if (is_page && !has_variants) return true;
    const std::uint32_t least = is_page ? settings_.min_uses : std::max(settings_.min_uses, 2U);
    if (least > 1 && uses_.count(entry.key, now) < least) return false;
    if (!is_page && !negatives_.admit(key_route(entry.key), entry.key, now)) return false;
    return !has_variants || variants_.admit(entry.path, entry.key, now);
}

bool PageCache::share(const Entry& entry, Time now, StoreLease* lease)
{
    if (entry.is_shared.exchange(true, std::memory_order_relaxed)) return true;
    if (lease != nullptr ? lease->save(entry, now) : shared_->save(entry, now)) return true;
    entry.is_shared.store(false, std::memory_order_relaxed);
    return false;
}

}  // namespace aspic
