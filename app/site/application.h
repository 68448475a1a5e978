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
#include <string>
#include <string_view>
#include <vector>

#include "caching/page_cache.h"
#include "http/request.h"
#include "http/wire_response.h"
#include "rendering/templates.h"
#include "sessions/session_keeper.h"
#include "site/fragments.h"
#include "site/site.h"
#include "site/view_table.h"

namespace aspic {

struct ApplicationSettings {
    std::filesystem::path templates;
    StaticFiles static_files;
    std::string mount;  // the prefix under which the front end has us: "/docs", or empty
    bool debug = false;
    std::size_t most_parameters = 1000;
    PageCacheSettings cache;
};

class Application {
public:
    /// Throws TemplateError or RouteConflict with a sentence that says what to change.
    Application(const Site& site, ApplicationSettings settings, SessionKeeper sessions,
                const std::function<std::unique_ptr<Store>(const std::string& templates_version)>&
                    make_store);
    ~Application();
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    /// Never throws for what a request or a view does: that has become an error page.
    WireResponse answer(RequestSource source) const;

    /// The error page for a request that could not be read (400, 413, 431, ...).
    WireResponse refuse(int status, std::string_view explanation) const;

    const Store& store() const { return cache_->store(); }

private:
    struct Rendering;
    const Rendering& rendering() const;
    WireResponse respond(Request& request, const Rendering& rendering) const;
    WireResponse cached(const ViewTable::Found& found, const Recipe& recipe, Request& request,
                        const Rendering& rendering) const;
    WireResponse personal(Draft draft, Request& request, const Rendering& rendering,
                          std::string_view cache_status) const;
    void write_session(const Request& request, Response& response,
                       const Rendering& rendering) const;
    WireResponse unmatched(Request& request, const Rendering& rendering) const;
    Draft failure_draft(const std::exception_ptr& failure, std::string_view path,
                        const Rendering& rendering) const;

    ApplicationSettings settings_;
    ViewTable views_;
    SessionKeeper sessions_;
    // In debug mode a changed template makes a new one; requests under way go on with theirs.
    mutable std::mutex reloading_;
    mutable std::vector<std::unique_ptr<const Rendering>> renderings_;
    std::unique_ptr<PageCache> cache_;
};

}  // namespace aspic
