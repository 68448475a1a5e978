#pragma once
// The way of one request through the rooms: route, method, cross-site guard, view, cache, holes,
// session, answer. It knows no sockets: the server and the TestClient both call `answer`. Any
// thread.

#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/caching/page_cache.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/purging/purge.h>
#include <aspic/rendering/templates.h>
#include <aspic/sessions/session_keeper.h>
#include <aspic/site/fragments.h>
#include <aspic/site/site.h>
#include <aspic/site/view_table.h>
#include <aspic/site/work_slots.h>

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
    EntryPtr peek(std::string_view target) const;

private:
    struct Rendering;
    const Rendering& rendering() const;
    WireResponse respond(Request& request, const Rendering& rendering) const;
    WireResponse cached(const PageCache::Question& question, const Recipe& recipe, Request& request,
                        const Rendering& rendering) const;
    Origin origin_of(const Recipe& recipe, const Request& request,
                     const Rendering& rendering) const;
    void renew(const Entry& entry) const;
    void renew_or_log(const Entry& entry) const;
    /// Calls `use` with what a guest's GET asks of the cache, where the route is cached.
    void with_question(
        Request& request,
        const std::function<void(const PageCache::Question&, const Recipe&)>& use) const;
    /// One visitor's own answer, with this visitor's fragments in its holes.
    WireResponse personal(RenderedAnswer rendered, Request& request, const Rendering& rendering,
                          std::string_view cache_status) const;
    /// A page from the cache with this visitor's fragments in its holes: for one who is signed in,
    /// and whose browser keeps no snapshot of them; and for developers.
    WireResponse assembled(const Shared& shared, Request& request,
                           const Rendering& rendering) const;
    bool is_to_be_assembled(const Entry& entry, const Request& request) const;
    /// The URL of the script that shows this visitor how pages are made; nothing where he is no
    /// developer, or the site has no such script.
    std::optional<std::string> xray_script(const Request& request) const;
    /// Answers a GET of /_xray/PASS and /_xray/off.
    WireResponse own(const ViewTable::Found& found, std::size_t number, Request& request,
                     const Rendering& rendering) const;
    WireResponse live(Request& request, const Rendering& rendering) const;
    /// The kind of work that fragments are, beside those of the routes.
    std::size_t fragment_work() const { return views_.routes().size(); }
    WireResponse xray_door(Request& request, const Rendering& rendering) const;
    /// The rendered with the fields that all answers have, where its view gave none of its own.
    RenderedAnswer with_policy(RenderedAnswer rendered) const;
    WireResponse unmatched(Request& request, const Rendering& rendering) const;
    RenderedAnswer render_failure(const std::exception_ptr& failure, std::string_view path,
                                  const Rendering& rendering) const;

    ApplicationSettings settings_;
    ViewTable views_;
    SessionKeeper sessions_;
    mutable WorkSlots slots_;
    std::unique_ptr<const Rendering> first_rendering_;
    // In debug mode a changed template makes a new one; requests under way go on with theirs.
    mutable std::mutex reloading_;
    mutable std::vector<std::unique_ptr<const Rendering>> newer_renderings_;
    std::unique_ptr<PageCache> cache_;
};

}  // namespace aspic
