#pragma once
// Leads one request through the rooms: cross-site guard, route, method, gate, view or cache, holes,
// session, answer. It uses no sockets: the server and the TestClient both call `answer`. Any
// thread.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aspic/caching/page_cache.h>
#include <aspic/http/front_end_files.h>
#include <aspic/http/request.h>
#include <aspic/http/wire_response.h>
#include <aspic/jobs/job_queue.h>
#include <aspic/purging/purge.h>
#include <aspic/rendering/templates.h>
#include <aspic/sessions/session_keeper.h>
#include <aspic/site/assembled_answers.h>
#include <aspic/site/cached_answers.h>
#include <aspic/site/debug_pages.h>
#include <aspic/site/dev_door.h>
#include <aspic/site/dictionary_door.h>
#include <aspic/site/personal_answers.h>
#include <aspic/site/renderings.h>
#include <aspic/site/site.h>
#include <aspic/site/status_door.h>
#include <aspic/site/view_table.h>
#include <aspic/site/work_slots.h>
#include <aspic/site/xray_door.h>

namespace aspic {

/// Allows content from this site only, and nothing inline.
inline constexpr const char* strict_policy =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'";

struct ApplicationSettings {
    std::filesystem::path templates;
    std::filesystem::path data{};  // where the processes have their boards
    StatusAccess status{};         // who may see what they do
    StaticFiles static_files;
    FrontEndFiles front_end_files{};
    std::string mount;  // URL prefix of the site at the front end: "/docs", or empty
    bool debug = false;
    std::filesystem::path static_directory{};  // of static_files; in debug mode, read if it changes
    std::filesystem::path dev_state{};         // the file of `dev`, if it has started this process
    std::string content_security_policy{strict_policy};  // for pages that set none; empty: none
    std::chrono::milliseconds slow_fragment{300};        // pages do not wait for slower ones
    std::chrono::milliseconds slow_view{0};              // slower ones are logged; zero: none
    std::size_t most_parameters = 1000;
    PageCacheSettings cache;
};

/// Where pages are stored, and the log that tells this process about purges. The store is null if
/// this process does not share its pages.
struct CacheParts {
    std::shared_ptr<Store> shared;
    std::unique_ptr<PurgeLog> log;
    std::shared_ptr<Mirror> mirror{};  // null: there is none
};

class Application {
public:
    /// Throws TemplateError or RouteConflict with a sentence that says what to change.
    Application(const Site& site, ApplicationSettings settings, SessionKeeper sessions,
                const std::function<CacheParts(const std::string& templates_version)>& make_parts);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    /// Answers one request. If the request or the view is at fault, the answer is an error page; it
    /// does not throw. If no slot is free for the work, nothing is done, and the response names the
    /// kind of slot that it waits for (`waits_for`). If another request renders the page, it says
    /// so (`waits_for_rendering`), or waits here if the source does not ask again. Takes what it
    /// needs out of the source.
    WireResponse answer(RequestSource& source) const;
    WireResponse answer(RequestSource&& source) const { return answer(source); }

    /// The error page for a request that could not be read, or must not wait any longer (400, 408,
    /// 413, 431, 503). Its fragments run only if a slot is free. `accept` is the request's Accept
    /// field, empty if that is not known: it chooses the form of the page. `id` is the request's
    /// name, empty if it has none yet.
    WireResponse refuse(int status, std::string_view explanation, std::string_view accept = {},
                        std::string_view id = {}) const;

    /// The pattern of the route that answers this request, for the log. Empty if there is none.
    std::string route_of(std::string_view method, std::string_view target) const;

    /// The largest body that this route takes; nothing if that is left to the server.
    std::optional<std::size_t> most_body(std::string_view method, std::string_view target) const;

    /// What is probably wrong in the templates: one sentence each, with file and line.
    std::vector<std::string> template_warnings() const;

    /// Limits the number of threads that do other work than answer from the cache. There is no
    /// limit until WorkSlots::limit is called.
    WorkSlots& slots() const { return slots_; }

    /// What views have asked for by after_answer. It is for the caller to run them.
    JobQueue& jobs() const { return jobs_; }

    /// What this process has done. The server counts its answers there too.
    Counters& counters() const { return cache_->counters(); }
    /// See PageCache::count_in.
    void count_in(Counters& counters) { cache_->count_in(counters); }

    /// For commands that inspect or fill the cache.
    PageCache& cache() const { return *cache_; }
    /// Returns the entry that answers a GET of this target, without rendering. Null if there is no
    /// entry, or no cached route.
    EntryPtr peek(std::string_view target) const { return cached_->peek(target); }
    /// Makes or renews the page at this target if needed. The target includes the mount prefix; it
    /// may be a whole address, for a page whose view reads the host or the scheme.
    /// Only the view of a cached page runs, without its gate. If the view fails, this does not
    /// throw.
    MadePage make_page(std::string_view target) const;

private:
    struct Destination;

    /// What the request has reached, as far as it came. It is known even if a view throws.
    struct Reached {
        std::string_view route{};  // its pattern
        std::size_t work = 0;
    };

    WireResponse answer(Request& request) const;
    WireResponse respond_or_fail(Request& request, Reached& reached) const;
    WireResponse respond_with_jobs(Request& request, const Rendering& rendering,
                                   Reached& reached) const;
    WireResponse respond(Request& request, const Rendering& rendering, Reached& reached) const;
    Destination destination_of(const Request& request) const;
    const Route* find_route(std::string_view method, std::string_view target) const;
    /// Runs the route. The functions around the site call this as view(); without such functions it
    /// runs directly.
    Result run(Request& request, const Destination& to, const Rendering& rendering) const;
    WireResponse send_cached(const FromCache& from_cache, Request& request, const Destination& to,
                             const Rendering& rendering) const;
    WireResponse finish(Result result, Request& request, const Destination& to,
                        const Rendering& rendering) const;
    Response unmatched(const Request& request) const;

    ApplicationSettings settings_;
    ViewTable views_;
    std::vector<Around> arounds_;
    SessionKeeper sessions_;
    Request::OpenSession open_session_;
    mutable WorkSlots slots_;
    mutable JobQueue jobs_;
    Renderings renderings_;
    XrayDoor xray_;
    StatusDoor status_;
    DevDoor dev_;
    std::optional<DictionaryDoor> dictionary_;  // if there is a dictionary
    std::optional<DebugPages> debug_pages_;     // only in debug mode
    PersonalAnswers personal_;
    AssembledAnswers assembled_;
    std::unique_ptr<PageCache> cache_;
    std::unique_ptr<const CachedAnswers> cached_;
};

}  // namespace aspic
