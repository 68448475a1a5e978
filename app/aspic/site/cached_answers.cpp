#include <aspic/site/cached_answers.h>

#include <exception>
#include <string>
#include <utility>
#include <variant>

#include <aspic/base/exception_type.h>
#include <aspic/caching/cache_detail.h>
#include <aspic/http/cache_control.h>
#include <aspic/http/errors.h>
#include <aspic/reporting/log.h>
#include <aspic/site/error_pages.h>
#include <aspic/site/page_origin.h>

namespace aspic {

namespace {

// Rebuilds the request that the entry was made from, as far as its view read it.
RequestSource source_of(const Entry& entry, const std::string& target, std::string_view request_id)
{
    RequestSource source;
    source.id = request_id;
    source.target = target;
    for (const auto& [text, value] : entry.inputs) {
        const auto input = parse_input(text);
        if (!input) continue;
        switch (input->kind) {
            case InputKind::header:
            case InputKind::vary:
                // The name in `text`, which lives as long as the entry.
                source.fields.emplace_back(std::string_view{text}.substr(text.find(' ') + 1),
                                           value);
                break;
            case InputKind::host:
                source.host = value;
                break;
            case InputKind::scheme:
                source.scheme = value;
                break;
            case InputKind::query:
            case InputKind::raw_query:
                break;
        }
    }
    return source;
}

PageCache::Question question_of(const CachedAnswers::Place& place, const Request& request)
{
    return {place.number, place.captures, request, place.page().policy};
}

/// Calls `use` with the cached page that a GET of this request's path reaches, if there is one.
template <class Use>
void with_place(const ViewTable& views, const Request& request, const Use& use)
{
    const auto found = views.find(request.segments());
    const auto number = found ? found->route_for(Method::get) : std::nullopt;
    if (!number || !views.routes()[*number].is_cached()) return;
    use(CachedAnswers::Place{*number, views.routes()[*number], found->captures});
}

}  // namespace

WireResponse CachedAnswers::answer(const Place& place, Request& request,
                                   const Rendering& rendering) const
{
    const PageOrigin origin{place, request, rendering, parts_, settings_.slow_view};
    const bool is_bypassed =
        settings_.debug || (place.page().bypass && place.page().bypass(request));
    if (is_bypassed) return bypass(place, request, rendering, origin);
    PageCache::Question question = question_of(place, request);
    PageCache::Answered answered = parts_.cache.answer(question, origin);
    const auto* found = std::get_if<Shared>(&answered.answer);
    if (found != nullptr && !found->entry->is_whole() &&
        parts_.assembled.is_due(*found->entry, request)) {
        question.needs_whole = true;
        answered = parts_.cache.answer(question, origin);
    }
    if (std::holds_alternative<NotAdmitted>(answered.answer)) return {.waits_for = place.number};
    if (auto* in_progress = std::get_if<InProgress>(&answered.answer))
        return {.waits_for_rendering = std::move(in_progress->rendering)};
    if (auto* alone = std::get_if<NotShared>(&answered.answer))
        return answer_alone(place, std::move(alone->rendered), request, rendering,
                            alone->cache_status);
    return answer_shared(std::move(answered), request, rendering, origin);
}

WireResponse CachedAnswers::bypass(const Place& place, Request& request, const Rendering& rendering,
                                   const PageOrigin& origin) const
{
    if (!origin.admit()) return {.waits_for = place.number};
    Inputs unused;
    ForwardRequest visitor{request, unused};
    return answer_alone(
        place, origin.render(visitor), request, rendering,
        CacheStatus::forwarded(Forward::bypass, settings_.debug ? "debug" : "unless"));
}

// A page that is not kept here must not be kept by a cache that does not know the gate.
WireResponse CachedAnswers::answer_alone(const Place& place, RenderedAnswer rendered,
                                         Request& request, const Rendering& rendering,
                                         const CacheStatus& status) const
{
    if (place.page().policy.has_gate &&
        (rendered.headers.has("Cache-Control") || rendered.keeps_cache_fields))
        forbid_shared_caches(rendered.headers);
    return parts_.personal.make(std::move(rendered), request, rendering, status);
}

WireResponse CachedAnswers::answer_shared(PageCache::Answered&& answered, Request& request,
                                          const Rendering& rendering,
                                          const PageOrigin& origin) const
{
    WireResponse wire = send(std::get<Shared>(answered.answer), request, rendering, origin);
    wire.after = std::move(answered.after);
    if (answered.to_renew) {
        wire.after = [this, entry = std::move(answered.to_renew), first = std::move(wire.after),
                      id = std::string{request.id()}] {
            if (first) first();
            renew_or_log(*entry, id);
        };
    }
    return wire;
}

WireResponse CachedAnswers::send(const Shared& shared, Request& request, const Rendering& rendering,
                                 const PageOrigin& origin) const
try {
    // Without a slot, the stored page is sent, and the browser asks for the fragments.
    if (!parts_.assembled.is_due(*shared.entry, request) ||
        !origin.take_slot(parts_.slots.fragments()))
        return to_wire(shared.entry, request, shared.cache_status, shared.now,
                       request.take_head_memory());
    if (auto assembled = parts_.assembled.make(shared, request, rendering))
        return std::move(*assembled);
    // Making the error page finds the same problem of the session, and logs it.
    return parts_.personal.make(
        render_error(500, own_fault, rendering.templates, rendering.values_for(request)), request,
        rendering, CacheStatus::forwarded(Forward::bypass));
} catch (const PreconditionFailed&) {
    return parts_.personal.make(
        parts_.personal.failure(std::current_exception(), request, rendering), request, rendering,
        shared.cache_status);
}

MadePage CachedAnswers::make(const Place& place, const Request& request) const
{
    const PurgeScope purges = parts_.cache.purge_scope();
    if (settings_.debug) return {200, CacheStatus::forwarded(Forward::bypass, "debug")};
    const RenderingPtr rendering = parts_.renderings.last();
    const PageOrigin origin{place, request, *rendering, parts_, settings_.slow_view};
    const PageCache::Question question = question_of(place, request);
    PageCache::Answered answered = parts_.cache.answer(question, origin);
    if (const auto* alone = std::get_if<NotShared>(&answered.answer))
        return {alone->rendered.status, alone->cache_status};
    const auto* shared = std::get_if<Shared>(&answered.answer);
    if (shared == nullptr) return {503, CacheStatus::forwarded(Forward::miss)};
    const bool is_stale = shared->cache_status.says(cache_detail::stale_while_revalidate);
    if (is_stale && answered.after) answered.after();
    if (is_stale && answered.to_renew) parts_.cache.renew(*answered.to_renew, question, origin);
    return {shared->entry->status, shared->cache_status, shared->entry};
}

EntryPtr CachedAnswers::peek(std::string_view target) const
{
    auto parsed = Target::parse(target);
    if (!parsed) return nullptr;
    RequestSource source;
    source.target = target;
    const Request request{std::move(source), std::move(*parsed), settings_.most_parameters};
    EntryPtr entry;
    with_place(parts_.views, request,
               [&](const Place& place) { entry = parts_.cache.peek(question_of(place, request)); });
    return entry;
}

void CachedAnswers::renew(const Entry& entry, std::string_view request_id) const
{
    const PurgeScope purges = parts_.cache.purge_scope();
    const std::string target = page_address(entry.path, entry.query);
    auto parsed = Target::parse(target);
    if (!parsed) return;
    const Request request{source_of(entry, target, request_id), std::move(*parsed),
                          settings_.most_parameters};
    with_place(parts_.views, request, [&](const Place& place) {
        const RenderingPtr rendering = parts_.renderings.last();
        const PageOrigin origin{place, request, *rendering, parts_, settings_.slow_view};
        // Without a slot, a later request renews it.
        if (origin.admit()) parts_.cache.renew(entry, question_of(place, request), origin);
    });
}

// No request waits for the renewal, so its failure is logged.
void CachedAnswers::renew_or_log(const Entry& entry, const std::string& request_id) const
{
    try {
        renew(entry, request_id);
    } catch (...) {
        log(LogLevel::warning, "a page could not be rendered again in the background",
            {{"path", entry.path.str()},
             {"request", request_id},
             {"exception", type_of_exception()},
             {"why", text_of_exception()}});
    }
}

}  // namespace aspic
