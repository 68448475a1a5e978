// The part of PageCache that answers a request which waited for another one's rendering, and one
// whose page has failed before.

#include <optional>
#include <string>
#include <utility>

#include <aspic/caching/cache_detail.h>
#include <aspic/caching/page_cache.h>
#include <aspic/http/errors.h>

namespace aspic {

using namespace std::chrono_literals;

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
