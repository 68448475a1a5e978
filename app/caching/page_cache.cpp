#include "caching/page_cache.h"

#include <algorithm>
#include <utility>

#include "caching/key.h"
#include "caching/storability.h"
#include "reporting/log.h"

namespace aspic {

struct PageCache::Question {
    Route& route;
    std::span<const std::string_view> captures;
    const Request& request;
    const CachePolicy& policy;

    std::string key() const
    {
        return cache_key(route.pattern, captures, route.inputs.get(), request);
    }
};

namespace {

WireResponse hit(EntryPtr entry, const Request& request, Time now)
{
    std::string status = "Aspic; hit; ttl=";
    status += std::to_string((entry->expires - now).count());
    return to_wire(std::move(entry), request, status, now);
}

}  // namespace

PageCache::PageCache(std::unique_ptr<Store> store, std::vector<std::string> routes,
                     PageCacheSettings settings)
    : store_{std::move(store)}, settings_{std::move(settings)}
{
    for (std::string& pattern : routes) {
        routes_.emplace_back(std::make_unique<Route>())->pattern = std::move(pattern);
    }
}

const Inputs& PageCache::inputs_of(Route& route)
{
    if (!route.inputs_loaded.load(std::memory_order_acquire)) {
        if (const auto known = store_->load_inputs(route.pattern)) {
            route.inputs.add(*known);
            route.inputs_loaded.store(true, std::memory_order_release);
        }
    }
    return route.inputs.get();
}

std::variant<WireResponse, NotShared> PageCache::answer(std::size_t route_number,
                                                        std::span<const std::string_view> captures,
                                                        const Request& request,
                                                        const CachePolicy& policy,
                                                        const Origin& origin)
{
    const Question question{*routes_.at(route_number), captures, request, policy};
    inputs_of(question.route);
    // Another round only where a rendering has shown that the route reads more than was known,
    // which ends by itself.
    for (int round = 0; round < 8; ++round) {
        const std::string key = question.key();
        const Time now = settings_.now();
        EntryPtr entry = store_->load(request.path(), key);
        if (entry && entry->is_fresh(now)) return hit(std::move(entry), request, now);
        Flights::Boarded boarded = flights_.board(key, settings_.most_waiting);
        if (boarded.lead) {
            // Another thread may have stored it between our look and our lead.
            entry = store_->load(request.path(), key);
            if (!entry || !entry->is_fresh(now)) {
                return render_and_store(question, origin, entry != nullptr,
                                        std::move(*boarded.lead));
            }
            boarded.lead->land(entry);
            return hit(std::move(entry), request, now);
        }
        if (!boarded.landed) break;
        if (boarded.landed->key == question.key()) {
            return to_wire(std::move(boarded.landed), request, "Aspic; fwd=miss; collapsed", now);
        }
    }
    return render_alone(question, origin);
}

NotShared PageCache::render_alone(const Question& question, const Origin& origin)
{
    Inputs reads;
    PublicRequest visitor{question.request, reads};
    return {origin.render(visitor), "Aspic; fwd=miss; detail=not-shared"};
}

CachePolicy PageCache::policy_for(int status, CachePolicy policy) const
{
    if (is_negative(status)) {
        policy.lifetime = std::min(policy.lifetime, settings_.negative_lifetime);
        policy.browser_lifetime = std::min(policy.browser_lifetime, settings_.negative_lifetime);
    }
    return policy;
}

PageCache::Answered PageCache::render_and_store(const Question& question, const Origin& origin,
                                                bool was_stale, Flights::Lead lead)
{
    Route& route = question.route;
    Inputs reads;
    PublicRequest visitor{question.request, reads};
    Draft draft = origin.render(visitor);
    const std::string_view reason = why_not_stored(draft, settings_.most_entry_bytes);
    const std::string forward = was_stale ? "Aspic; fwd=stale" : "Aspic; fwd=uri-miss";
    if (!reason.empty()) {
        log(reason == "set-cookie" ? LogLevel::warning : LogLevel::debug,
            "a page under cache_page was not stored",
            {{"path", std::string{question.request.path()}}, {"why", std::string{reason}}});
        return NotShared{std::move(draft), forward + "; detail=" + std::string{reason}};
    }
    if (route.inputs.add(reads)) store_->save_inputs(route.pattern, route.inputs.get());

    const Time now = settings_.now();
    const Inputs& inputs = route.inputs.get();
    const CachePolicy policy = policy_for(draft.status, question.policy);
    auto entry = std::make_shared<Entry>(finish_entry(std::move(draft), origin.guest_fragment,
                                                      policy, inputs, question.request, now));
    entry->key = cache_key(route.pattern, question.captures, inputs, question.request);
    const bool stored = store_->save(entry, now);
    lead.land(entry);
    return to_wire(std::move(entry), question.request,
                   forward + (stored ? "; stored; ttl=" + std::to_string(policy.lifetime.count())
                                     : "; detail=store-failed"),
                   now);
}

}  // namespace aspic
