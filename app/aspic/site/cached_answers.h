#pragma once
// Answers the routes with a cached page: asks the page cache, and makes, renews or warms the page
// if the cache has no fresh one. Any thread.

#include <cstddef>
#include <string_view>

#include <aspic/caching/page_cache.h>
#include <aspic/http/cache_status.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/jobs/job_queue.h>
#include <aspic/site/assembled_answers.h>
#include <aspic/site/personal_answers.h>
#include <aspic/site/renderings.h>
#include <aspic/site/route.h>
#include <aspic/site/view_table.h>
#include <aspic/site/work_slots.h>

namespace aspic {

/// The result of a page that was made without a visitor.
struct MadePage {
    int status = 0;
    CacheStatus cache_status{};
    EntryPtr entry{};  // null if the page is not shared
};

class PageOrigin;

class CachedAnswers {
public:
    /// A route with a cached page, and the captures of the request's path.
    struct Place {
        std::size_t number;  // of the route
        const Route& route;  // a cached one
        const Captures& captures;

        const CachedPage& page() const { return *route.page; }
    };
    /// What it works with. All of them must outlive it.
    struct Parts {
        const ViewTable& views;
        PageCache& cache;
        WorkSlots& slots;
        JobQueue& jobs;
        const Renderings& renderings;
        const PersonalAnswers& personal;
        const AssembledAnswers& assembled;
    };
    struct Settings {
        bool debug;
        std::chrono::milliseconds slow_view;  // see RenderingWatch
        std::size_t most_parameters;
    };

    CachedAnswers(Parts parts, Settings settings) : parts_{parts}, settings_{settings} {}

    /// Throws what PageCache::answer throws. If no slot is free for the work, the response names
    /// the kind of slot that it waits for (`waits_for`), or the rendering (`waits_for_rendering`).
    WireResponse answer(const Place& place, Request& request, const Rendering& rendering) const;

    /// Makes or renews the page if the cache has no fresh one, for a request without a visitor: the
    /// gate and the page's `bypass` do not run. Throws what PageCache::answer throws.
    MadePage make(const Place& place, const Request& request) const;

    /// Returns the entry that answers a GET of this target, without rendering. Null if there is no
    /// entry, or no cached route.
    EntryPtr peek(std::string_view target) const;

private:
    WireResponse bypass(const Place& place, Request& request, const Rendering& rendering,
                        const PageOrigin& origin) const;
    WireResponse answer_alone(const Place& place, RenderedAnswer rendered, Request& request,
                              const Rendering& rendering, const CacheStatus& status) const;
    WireResponse answer_shared(PageCache::Answered&& answered, Request& request,
                               const Rendering& rendering, const PageOrigin& origin) const;
    WireResponse send(const Shared& shared, Request& request, const Rendering& rendering,
                      const PageOrigin& origin) const;
    /// `request_id` is that of the request which was answered with the old page.
    void renew(const Entry& entry, std::string_view request_id) const;
    void renew_or_log(const Entry& entry, const std::string& request_id) const;

    const Parts parts_;
    const Settings settings_;
};

}  // namespace aspic
