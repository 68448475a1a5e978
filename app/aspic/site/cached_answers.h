#pragma once
// Answers of routes with a cached page: asks the page cache, and has the page made, renewed or warmed
// where the cache has none. Any thread.

#include <cstddef>
#include <string_view>

#include <aspic/caching/page_cache.h>
#include <aspic/http/cache_status.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/site/assembled_answers.h>
#include <aspic/site/personal_answers.h>
#include <aspic/site/renderings.h>
#include <aspic/site/route.h>
#include <aspic/site/view_table.h>
#include <aspic/site/work_slots.h>

namespace aspic {

/// What came of a page that was asked for without a visitor.
struct MadePage {
    int status = 0;
    CacheStatus cache_status{};
};

class CachedAnswers {
public:
    /// Where a cached page answers, and what its path has captured.
    struct Place {
        std::size_t number;  // of the route
        const CachedPage& page;
        const Captures& captures;
    };
    /// What it works with; all of it outlives it.
    struct Parts {
        const ViewTable& views;
        PageCache& cache;
        WorkSlots& slots;
        const Renderings& renderings;
        const PersonalAnswers& personal;
        const AssembledAnswers& assembled;
    };
    struct Settings {
        bool debug;
        std::size_t most_parameters;
    };

    CachedAnswers(Parts parts, Settings settings) : parts_{parts}, settings_{settings} {}

    /// Throws as PageCache::answer. If there is no slot for what the answer needs, it says so
    /// (`waits_for`).
    WireResponse answer(const Place& place, Request& request, const Rendering& rendering) const;

    /// Has the page made if the cache has no fresh one, or renews it, for a request without a
    /// visitor: no gate is asked, nor the page's `bypass`. Throws as PageCache::answer.
    MadePage make(const Place& place, const Request& request) const;

    /// The entry that answers a GET of this target, without rendering anything; null where there is
    /// none, or no cached route.
    EntryPtr peek(std::string_view target) const;

private:
    void renew(const Entry& entry) const;
    void renew_or_log(const Entry& entry) const;

    const Parts parts_;
    const Settings settings_;
};

}  // namespace aspic
