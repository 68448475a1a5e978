#pragma once
// The way of one request through the rooms: cross-site guard, route, method, gate, then view or cache,
// holes, session, answer. It knows no sockets: the server and the TestClient both call `answer`. Any
// thread.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/caching/page_cache.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/purging/purge.h>
#include <aspic/rendering/templates.h>
#include <aspic/sessions/session_keeper.h>
#include <aspic/site/assembled_answers.h>
#include <aspic/site/cached_answers.h>
#include <aspic/site/personal_answers.h>
#include <aspic/site/renderings.h>
#include <aspic/site/site.h>
#include <aspic/site/view_table.h>
#include <aspic/site/work_slots.h>
#include <aspic/site/xray_door.h>

namespace aspic {

/// Everything from this site, nothing inline.
inline constexpr const char* strict_policy =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'";

struct ApplicationSettings {
    std::filesystem::path templates;
    StaticFiles static_files;
    std::string mount;  // the prefix under which the front end has us: "/docs", or empty
    bool debug = false;
    std::string content_security_policy{strict_policy};  // of pages that say none; empty: none
    std::chrono::milliseconds slow_fragment{300};        // no page waits for one that takes longer
    std::size_t most_parameters = 1000;
    PageCacheSettings cache;
};

/// Where pages are kept, and from where purges are learnt. The store is null where this process
/// shares its pages with nobody.
struct CacheParts {
    std::shared_ptr<Store> shared;
    std::unique_ptr<PurgeLog> log;
};

class Application {
public:
    /// Throws TemplateError or RouteConflict with a sentence that says what to change.
    Application(const Site& site, ApplicationSettings settings, SessionKeeper sessions,
                const std::function<CacheParts(const std::string& templates_version)>& make_parts);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    /// Never throws for what a request or a view does: that has become an error page. If `slots` has
    /// no room for it, the response says so (`waits_for`), and nothing has been done.
    WireResponse answer(RequestSource source) const;

    /// The error page for a request that could not be read, or must not wait any longer (400, 408,
    /// 413, 431, 503). Runs no view unless a slot is free for its fragments.
    WireResponse refuse(int status, std::string_view explanation) const;

    /// What bounds the work beside answering from the cache. Without a bound until it is limited.
    WorkSlots& slots() const { return slots_; }

    /// For the commands that look into the cache or fill it.
    PageCache& cache() const { return *cache_; }
    /// The entry that answers a GET of this target, without rendering anything; null where there is
    /// none, or no cached route.
    EntryPtr peek(std::string_view target) const { return cached_->peek(target); }
    /// Has the page at this target, mount prefix and all, made or renewed where that is needed. No
    /// view runs but that of a cached page, and that without its gate. Never throws for what it does.
    MadePage make_page(std::string_view target) const;

private:
    struct Destination;

    WireResponse respond(Request& request, const Rendering& rendering) const;
    Destination destination_of(const Request& request) const;
    /// What the functions around the site call as view(), and what there is where there are none.
    Result run(Request& request, const Destination& to, const Rendering& rendering) const;
    WireResponse finish(Result result, Request& request, const Destination& to,
                        const Rendering& rendering) const;
    Response unmatched(const Request& request) const;

    ApplicationSettings settings_;
    ViewTable views_;
    std::vector<Around> arounds_;
    SessionKeeper sessions_;
    Request::OpenSession open_session_;
    mutable WorkSlots slots_;
    Renderings renderings_;
    XrayDoor xray_;
    PersonalAnswers personal_;
    AssembledAnswers assembled_;
    std::unique_ptr<PageCache> cache_;
    std::unique_ptr<const CachedAnswers> cached_;
};

}  // namespace aspic
